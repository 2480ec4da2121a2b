-- Four lists and one catalogue (R31). A check keeps what was asked for by its item alone: no words, no person.
create table list_checks (
  district text collate "C" not null,
  id uuid not null,
  unit text collate "C" not null,
  asked text not null check (asked in ('proof', 'task')),
  answer text not null check (answer in ('allowed', 'refused', 'unlisted')),
  -- The item of the lists that decided; absent when none did.
  item text,
  item_name text,
  lists_version integer not null,
  at timestamptz not null,
  primary key (district, id)
);
comment on table list_checks is 'distributed';
create index list_checks_unit on list_checks (unit, at);
alter table list_checks enable row level security;
create policy list_checks_scope on list_checks using (in_scope(array[unit])) with check (true);
grant select, insert on list_checks to gezhi_app;

-- Plates (挂牌) that hang at a village, by item of the catalogue or by name when the catalogue has none.
create table plates (
  district text collate "C" not null,
  id uuid not null,
  unit text collate "C" not null,
  item text,
  name text not null,
  hung_on date not null,
  noted_by text not null,
  noted_at timestamptz not null,
  removed_on date,
  removed_by text,
  primary key (district, id)
);
comment on table plates is 'distributed';
create unique index plates_hanging on plates (unit, name) where removed_on is null;
alter table plates enable row level security;
create policy plates_scope on plates using (in_scope(array[unit])) with check (true);
grant select, insert, update on plates to gezhi_app;

-- Forms that a unit was asked to fill in (R32), those that were refused among them.
create table forms_asked (
  district text collate "C" not null,
  id uuid not null,
  -- Who is asked to fill it in.
  unit text collate "C" not null,
  name text not null,
  asked_by text not null,
  fields text[] not null default '{}',
  every text not null check (every in ('once', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly')),
  minutes integer not null check (minutes between 1 and 2400),
  asked_on date not null,
  outcome text not null check (outcome in ('accepted', 'duplicate', 'negative')),
  -- The earlier form it repeats.
  earlier uuid,
  -- The item of the negative list that refused it.
  item text,
  noted_by text not null,
  noted_at timestamptz not null,
  ended_on date,
  primary key (district, id)
);
comment on table forms_asked is 'distributed';
create index forms_asked_unit on forms_asked (unit, asked_on);
alter table forms_asked enable row level security;
create policy forms_asked_scope on forms_asked using (in_scope(array[unit])) with check (true);
grant select, insert, update on forms_asked to gezhi_app;

-- What people who work with the product ask of it (R81): page and words, the account to answer to, nothing else of them.
create table feedback (
  district text collate "C" not null,
  id uuid not null,
  unit text collate "C" not null,
  account uuid not null,
  page text not null,
  build text not null,
  words text not null,
  at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'planned', 'done', 'declined')),
  answer text,
  answered_at timestamptz,
  primary key (district, id)
);
comment on table feedback is 'distributed';
create index feedback_account on feedback (account, id desc);
create index feedback_state on feedback (state, id desc);
alter table feedback enable row level security;
create policy feedback_scope on feedback
  using (account::text = current_setting('app.account', true) or in_scope(array[unit])) with check (true);
grant select, insert, update on feedback to gezhi_app;
