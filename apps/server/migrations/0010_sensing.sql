alter table configurations drop constraint configurations_kind_check;
alter table configurations add constraint configurations_kind_check
  check (kind in ('catalogue', 'posts', 'departments', 'calendar', 'limits', 'lists', 'routing', 'keywords', 'deviceProfiles', 'alarmRules'));
alter table live_log drop constraint live_log_kind_check;
alter table live_log add constraint live_log_kind_check
  check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox', 'alarm', 'device'));

-- Readings name a device by this number: a third of the width of an id, a hundred million times a day.
create sequence device_numbers;

create table devices (
  district text collate "C" not null,
  id uuid not null,
  number bigint not null default nextval('device_numbers'),
  -- Also the user name on the broker.
  code text not null,
  name text not null,
  profile text not null,
  unit text collate "C" not null,
  town text collate "C",
  lon double precision,
  lat double precision,
  address text not null default '',
  place text not null default '',
  person_name_enc text,
  person_age smallint,
  family_name_enc text,
  family_phone_enc text,
  consent_at timestamptz,
  owner text not null default '',
  gateway text,
  calibrated_on date,
  calibration_due_on date,
  overrides jsonb not null default '{}',
  -- Of a random password of 128 bits and more: a fast hash is enough, ten thousand devices connect at once.
  password_hash text,
  maintenance_until timestamptz,
  maintenance_reason text,
  retired_at timestamptz,
  simulated boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district, id),
  unique (district, number),
  unique (district, code)
);
comment on table devices is 'distributed';
-- A code is a user name: one in the whole city. On a sharded database the command checks it.
create index devices_code on devices (code);
create index devices_unit on devices (unit, code);
create index devices_gateway on devices (gateway) where gateway is not null;
create index devices_updated on devices (updated_at);
alter table devices enable row level security;
create policy devices_scope on devices using (in_scope(array[unit])) with check (true);

-- What a device last did; flushed by ingest every few seconds, so a restart continues from here.
create table device_states (
  district text collate "C" not null,
  device bigint not null,
  state text not null default 'silent' check (state in ('silent', 'online', 'late', 'offline', 'retired')),
  since timestamptz,
  last_seen_at timestamptz,
  -- The newest instant the device gave, and its values in the order of its profile's metrics.
  last_at timestamptz,
  last_values real[],
  battery real,
  -- Fault → {count, lastAt}.
  faults jsonb not null default '{}',
  primary key (district, device),
  foreign key (district, device) references devices (district, number)
) with (fillfactor = 70);
comment on table device_states is 'distributed';
create index device_states_state on device_states (state, since);

-- One row a message, values in the order of the profile's metrics; one partition a day (UTC).
create table readings (
  district text collate "C" not null,
  device bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  "values" real[] not null,
  primary key (district, device, at)
) partition by range (at);
comment on table readings is 'distributed';
-- Rows come in order of arrival: a few bytes tell what arrived since the last roll-up.
create index readings_received on readings using brin (received_at);

-- For charts over long spans, and for what is left when raw readings have gone.
create table reading_hours (
  district text collate "C" not null,
  device bigint not null,
  metric smallint not null,
  hour timestamptz not null,
  count integer not null,
  least real not null,
  most real not null,
  sum double precision not null,
  primary key (district, device, metric, hour)
);
comment on table reading_hours is 'distributed';

-- How far periodic work on readings has come.
create table reading_marks (
  name text primary key,
  until timestamptz not null
);
comment on table reading_marks is 'reference';

-- Where a rule stands with a device while it is not at rest; written with the readings that moved it.
create table rule_states (
  district text collate "C" not null,
  device bigint not null,
  rule text not null,
  state jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (district, device, rule)
);
comment on table rule_states is 'distributed';
create index rule_states_updated on rule_states (updated_at);

-- What a rule decided, in the transaction of the readings it decided from; handled in order, once.
create table alarm_signals (
  district text collate "C" not null,
  id uuid not null,
  device bigint not null,
  rule text not null,
  kind text not null check (kind in ('raise', 'levelUp', 'levelDown', 'clear')),
  level text check (level in ('red', 'orange', 'yellow', 'blue')),
  value double precision,
  threshold double precision,
  -- The device's instant and the server's.
  at timestamptz not null,
  decided_at timestamptz not null,
  handled_at timestamptz,
  attempts integer not null default 0,
  error text,
  primary key (district, id)
);
comment on table alarm_signals is 'distributed';
create index alarm_signals_waiting on alarm_signals (id) where handled_at is null;
create index alarm_signals_turn on alarm_signals (district, device, rule, id) where handled_at is null;
create index alarm_signals_handled on alarm_signals (handled_at) where handled_at is not null;

create sequence alarm_numbers;

create table alarms (
  district text collate "C" not null,
  id uuid not null,
  number text not null,
  device bigint not null,
  rule text not null,
  rule_name text not null,
  rule_version integer not null,
  category text not null,
  status text not null check (status in ('raised', 'acknowledged', 'cleared', 'false')),
  level text not null check (level in ('red', 'orange', 'yellow', 'blue')),
  peak text not null check (peak in ('red', 'orange', 'yellow', 'blue')),
  value double precision,
  threshold double precision,
  reading text not null,
  unit text collate "C" not null,
  town text collate "C",
  lon double precision,
  lat double precision,
  place text not null,
  party_units text[] not null,
  raised_at timestamptz not null,
  updated_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  -- A forgotten acknowledgement comes back then.
  acknowledged_until timestamptz,
  cleared_at timestamptz,
  -- The condition itself is over; the alarm may still wait for a human.
  condition_ended_at timestamptz,
  returns integer not null default 0,
  verdict text check (verdict in ('true', 'false')),
  verdict_reason text,
  verdict_by uuid,
  suppressed text,
  incident uuid,
  -- Of a person's body or home: shown without its reading to most.
  personal boolean not null default false,
  gateway text,
  -- Alarms of one group in one place within minutes are one storm.
  correlation_group text not null,
  popup boolean not null default true,
  -- The device's instant of the newest signal: what is older changes nothing.
  signalled_at timestamptz not null,
  -- Red that nobody acknowledged was put before the officers.
  escalated_at timestamptz,
  simulated boolean not null default false,
  primary key (district, id),
  unique (district, number)
);
comment on table alarms is 'distributed';
-- One open alarm a device and rule, whatever arrives a millisecond apart.
create unique index alarms_one_open on alarms (district, device, rule) where status in ('raised', 'acknowledged');
create index alarms_open on alarms (town, level, raised_at desc) where status in ('raised', 'acknowledged');
create index alarms_newest on alarms (raised_at desc, id);
create index alarms_device on alarms (district, device, raised_at desc);
create index alarms_incident on alarms (district, incident) where incident is not null;
create index alarms_storm on alarms (district, correlation_group, raised_at);
create index alarms_unheard on alarms (raised_at) where status = 'raised' and level = 'red' and escalated_at is null;
create index alarms_forgotten on alarms (acknowledged_until) where status = 'acknowledged';
alter table alarms enable row level security;
create policy alarms_scope on alarms using (in_scope(party_units)) with check (true);

create table alarm_steps (
  district text collate "C" not null,
  alarm uuid not null,
  seq integer not null,
  at timestamptz not null,
  act text not null check (act in ('raise', 'levelUp', 'levelDown', 'return', 'acknowledge', 'confirm', 'forget', 'callFalse', 'clear', 'link', 'suppress', 'escalate')),
  text text not null,
  actor text not null,
  account uuid,
  primary key (district, alarm, seq),
  foreign key (district, alarm) references alarms (district, id)
);
comment on table alarm_steps is 'distributed';

-- Whom a unit calls outside its own staff, in order; numbers lie sealed.
create table outside_contacts (
  district text collate "C" not null,
  id uuid not null,
  unit text collate "C" not null,
  party text not null check (party in ('ambulance', 'trafficPolice', 'police', 'fireBrigade', 'doctor', 'family', 'power', 'gas', 'water', 'property', 'maintenance')),
  name text not null,
  phone_enc text not null,
  step integer not null,
  primary key (district, id)
);
comment on table outside_contacts is 'distributed';
create index outside_contacts_unit on outside_contacts (unit, party, step);

-- Each outside party has its own acceptance clock; the next contact is called when it runs out.
create table outside_calls (
  district text collate "C" not null,
  id uuid not null,
  alarm uuid not null,
  party text not null check (party in ('ambulance', 'trafficPolice', 'police', 'fireBrigade', 'doctor', 'family', 'power', 'gas', 'water', 'property', 'maintenance')),
  step integer not null,
  name text not null,
  phone_enc text,
  status text not null check (status in ('sent', 'accepted', 'missed', 'failed')),
  at timestamptz not null,
  accept_by timestamptz,
  accepted_at timestamptz,
  simulated boolean not null default false,
  primary key (district, id),
  unique (district, alarm, party, step),
  foreign key (district, alarm) references alarms (district, id)
);
comment on table outside_calls is 'distributed';
create index outside_calls_due on outside_calls (accept_by) where status = 'sent';

grant select, insert, update on devices, device_states, alarm_signals, alarms, outside_contacts, outside_calls to gezhi_app;
grant select, insert, update, delete on rule_states to gezhi_app;
grant select, insert, delete on readings, reading_hours to gezhi_app;
grant update on reading_hours to gezhi_app;
grant select, insert, update on reading_marks to gezhi_app;
grant delete on alarm_signals, outside_contacts to gezhi_app;
grant select, insert on alarm_steps to gezhi_app;
grant usage on sequence device_numbers, alarm_numbers to gezhi_app;

-- Partitions are tables of the owner; the application makes and drops them through these two alone.
create function make_reading_partitions(first date, last date) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  day date := first;
  name text;
begin
  if last - first > 400 then
    raise exception 'too many days';
  end if;
  perform pg_advisory_xact_lock(1411);
  while day <= last loop
    name := 'readings_' || to_char(day, 'YYYYMMDD');
    if to_regclass(name) is null then
      execute format('create table %I partition of readings for values from (%L) to (%L)', name, day::text || ' 00:00+00', (day + 1)::text || ' 00:00+00');
      execute format('comment on table %I is %L', name, 'distributed');
      execute format('alter table %I set (autovacuum_vacuum_insert_scale_factor = 1)', name);
    end if;
    day := day + 1;
  end loop;
end $$;
create function drop_reading_partitions(before date) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(1411);
  for part in select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = 'readings'::regclass and c.relname < 'readings_' || to_char(before, 'YYYYMMDD') loop
    execute format('drop table %I', part.name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
revoke execute on function make_reading_partitions(date, date), drop_reading_partitions(date) from public;
grant execute on function make_reading_partitions(date, date), drop_reading_partitions(date) to gezhi_app;
