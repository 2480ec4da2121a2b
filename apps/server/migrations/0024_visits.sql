-- 独居老人关怀 (R57): whom somebody looks after. A row exists only with consent, and goes when consent is withdrawn.
create table cared_for (
  district text collate "C" not null,
  id uuid not null,
  -- A village or grid; its town's post sees to the plan.
  unit text collate "C" not null,
  town text collate "C" not null,
  address text not null,
  name_enc text not null,
  age smallint,
  phone_enc text,
  contact_name_enc text,
  contact_phone_enc text,
  note_enc text,
  -- Devices that measure or guard this person (R54).
  devices uuid[] not null default '{}',
  consent_at timestamptz not null,
  consent_by text not null check (consent_by in ('self', 'guardian')),
  way text not null check (way in ('home', 'phone')),
  every smallint not null check (every between 1 and 30),
  -- Also on days on which nobody works; otherwise `every` counts working days.
  rest_days boolean not null default false,
  -- By which hour of the day it is to be done.
  due_by smallint not null check (due_by between 9 and 20),
  -- Who goes, and who goes instead: a grid, a town's post, or the account of a volunteer.
  visitor text collate "C" not null,
  substitute text collate "C",
  due_on date not null,
  seen_at timestamptz,
  simulated boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district, id),
  constraint cared_for_consent_first check (consent_at <= created_at)
);
comment on table cared_for is 'distributed';
create index cared_for_unit on cared_for (unit);
create index cared_for_due on cared_for (due_on, district, id);
create index cared_for_visitor on cared_for (visitor);
create index cared_for_substitute on cared_for (substitute) where substitute is not null;
alter table cared_for enable row level security;
create policy cared_for_scope on cared_for
  using (
    in_scope(array[unit, visitor, coalesce(substitute, visitor)])
    or current_setting('app.account', true) in (visitor, coalesce(substitute, visitor))
  ) with check (true);
grant select, insert, update, delete on cared_for to gezhi_app;

create table care_visits (
  district text collate "C" not null,
  -- Given by the phone, so that a visit that is sent twice is one.
  id uuid not null,
  person uuid not null,
  account uuid not null,
  visitor_name text not null,
  way text not null check (way in ('home', 'phone')),
  outcome text not null check (outcome in ('seenWell', 'notReached', 'needsHelp')),
  note_enc text,
  seen_at timestamptz not null,
  at timestamptz not null,
  incident uuid,
  primary key (district, id),
  foreign key (district, person) references cared_for (district, id) on delete cascade
);
comment on table care_visits is 'distributed';
create index care_visits_person on care_visits (district, person, seen_at desc);
alter table care_visits enable row level security;
create policy care_visits_scope on care_visits
  using (exists (select from cared_for p where p.district = care_visits.district and p.id = care_visits.person)) with check (true);
grant select, insert, delete on care_visits to gezhi_app;

-- Who was told of a visit that was not made on its day: inserting the row is the claim to tell them.
create table care_misses (
  district text collate "C" not null,
  person uuid not null,
  day date not null,
  step smallint not null check (step between 0 and 2),
  told_at timestamptz not null,
  primary key (district, person, day, step),
  foreign key (district, person) references cared_for (district, id) on delete cascade
);
comment on table care_misses is 'distributed';
alter table care_misses enable row level security;
create policy care_misses_scope on care_misses
  using (exists (select from cared_for p where p.district = care_misses.district and p.id = care_misses.person)) with check (true);
grant select, insert, delete on care_misses to gezhi_app;
