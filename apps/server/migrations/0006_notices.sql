create table notices (
  district text collate "C" not null,
  id uuid not null,
  account uuid not null,
  incident uuid,
  act text not null,
  urgency text not null check (urgency in ('red', 'orange', 'yellow', 'blue')),
  title text not null,
  body text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  -- One notice a person, incident, act and cause, whatever is retried.
  cause text not null,
  primary key (district, id),
  unique (district, account, cause)
);
comment on table notices is 'distributed';
create index notices_account on notices (account, created_at desc, id);
create index notices_unread on notices (account) where read_at is null;
alter table notices enable row level security;
create policy notices_own on notices using (account::text = current_setting('app.account', true) or current_setting('app.scope', true) = '.') with check (true);

-- What adapters send: written in the transaction that decides it, sent after the commit, at least once.
create table deliveries (
  district text collate "C" not null,
  id uuid not null,
  notice uuid,
  channel text not null check (channel in ('inApp', 'webPush', 'sms', 'voice')),
  -- Red before blue, whatever waits.
  priority smallint not null,
  -- A sealed telephone number; for web push the id of the subscription.
  address text not null,
  address_masked text not null,
  -- What kind of message it is, without content; the text itself may carry a code or a secret link.
  subject text not null,
  text_enc text not null,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  simulated boolean not null default false,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (district, id)
);
comment on table deliveries is 'distributed';
create index deliveries_queue on deliveries (channel, priority, next_attempt_at) where status = 'queued';
create index deliveries_late on deliveries (next_attempt_at) where status = 'queued';
create index deliveries_newest on deliveries (created_at desc, id);

-- The pair of keys by which push services know this server; made once.
create table push_keys (
  only_one boolean primary key default true check (only_one),
  public_key text not null,
  private_key_enc text not null
);
comment on table push_keys is 'reference';

create table push_subscriptions (
  id uuid primary key,
  account uuid not null references accounts (id),
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default now()
);
comment on table push_subscriptions is 'reference';
create index push_subscriptions_account on push_subscriptions (account);

-- The acceptance chain A→B→网格长→值班长 (domain C.3) of a work order that nobody has accepted yet.
create table acceptance_chains (
  district text collate "C" not null,
  work_order uuid not null,
  incident uuid not null,
  urgency text not null check (urgency in ('red', 'orange', 'yellow', 'blue')),
  started_at timestamptz not null,
  -- When the next step is due; empty once it was accepted, taken back, or everybody was asked.
  next_at timestamptz,
  -- Nobody accepted, and the commander was told.
  exhausted_at timestamptz,
  primary key (district, work_order),
  foreign key (district, work_order) references work_orders (district, id)
);
comment on table acceptance_chains is 'distributed';
create index acceptance_chains_due on acceptance_chains (next_at) where next_at is not null;
alter table acceptance_chains enable row level security;
create policy acceptance_chains_scope on acceptance_chains using (incident_visible(district, incident)) with check (true);

-- Who was asked at which step: inserting the row is the claim to tell them.
create table chain_steps (
  district text collate "C" not null,
  work_order uuid not null,
  account uuid not null,
  step integer not null,
  told_at timestamptz not null,
  primary key (district, work_order, account),
  foreign key (district, work_order) references work_orders (district, id)
);
comment on table chain_steps is 'distributed';

create table phone_codes (
  phone_hash text primary key,
  code_hash text not null,
  tries integer not null default 0,
  sent integer not null default 1,
  expires_at timestamptz not null
);
comment on table phone_codes is 'local';

grant select, insert, update on notices, acceptance_chains to gezhi_app;
grant select, insert, update, delete on deliveries to gezhi_app;
grant select, insert, delete on push_subscriptions to gezhi_app;
grant select, insert on chain_steps, push_keys to gezhi_app;
grant select, insert, update, delete on phone_codes to gezhi_app;

-- Readiness compares what is applied with what this version brings, and sees whether jobs are late.
grant select on migrations to gezhi_app;
