-- The application's role owns nothing; row-level security binds it. Roles belong to the cluster, so another database may have made it already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'gezhi_app') then
    create role gezhi_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant gezhi_app to %I', current_user);
  execute format('grant connect on database %I to gezhi_app', current_database());
end $$;
grant usage on schema public to gezhi_app;

-- app.scope is a pattern over ' ' || party || ' ' || party …, set with SET LOCAL at the head of each transaction;
-- unset means nothing is visible. No sub-query: the policy stays usable on a sharded cluster.
create function in_scope(party_units text[]) returns boolean
  language sql stable parallel safe
  return coalesce((' ' || array_to_string(party_units, ' ')) ~ current_setting('app.scope', true), false);

-- The truth of what is live. A reader takes only rows whose transaction is older than every running one.
create table live_log (
  position bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  kind text not null check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox')),
  subject text not null,
  act text not null,
  town text,
  party_units text[] not null,
  account uuid,
  payload jsonb
);
comment on table live_log is 'local';
create index live_log_order on live_log (transaction_id, position);
create index live_log_at on live_log (at);

create table idempotency_keys (
  district text not null,
  key uuid not null,
  content_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (district, key)
);
comment on table idempotency_keys is 'distributed';

create table audit_log (
  district text not null,
  id uuid not null,
  -- Where the act took effect: who may read the entry follows from it.
  unit text collate "C" not null,
  at timestamptz not null default now(),
  account uuid,
  actor text not null,
  act text not null,
  subject text not null,
  reason text,
  detail jsonb not null default '{}',
  primary key (district, id)
);
comment on table audit_log is 'distributed';
create index audit_log_newest on audit_log (id desc);
create index audit_log_unit on audit_log (unit, id desc);

grant select, insert on live_log, audit_log to gezhi_app;
grant delete on live_log to gezhi_app;
grant select, insert on idempotency_keys to gezhi_app;
