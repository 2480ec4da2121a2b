-- The map of an instant that is over. When a device came, grew late or went: a row a change, of thirty days. What it was
-- before says what it was at any earlier instant, so that a device that never changes needs no row.
create table device_state_changes (
  district text collate "C" not null,
  device bigint not null,
  at timestamptz not null,
  was text not null check (was in ('silent', 'online', 'late', 'offline', 'retired')),
  state text not null check (state in ('silent', 'online', 'late', 'offline', 'retired')),
  primary key (district, device, at)
);
comment on table device_state_changes is 'distributed';
create index device_state_changes_at on device_state_changes (at);
grant select, insert, delete on device_state_changes to gezhi_app;

-- Where people who share their place on duty or at work were, one place a minute: for looking back at a matter, with a
-- reason that goes on record. Gone after POSITION_HISTORY_DAYS, or when they delete it.
create table position_history (
  district text collate "C" not null,
  account uuid not null,
  minute timestamptz not null,
  unit text collate "C" not null,
  lon double precision not null,
  lat double precision not null,
  reason text not null check (reason in ('duty', 'incident')),
  incident uuid,
  simulated boolean not null,
  at timestamptz not null,
  -- As of the place itself: it is shown no longer than it was then.
  until timestamptz not null,
  primary key (district, account, minute),
  check ((reason = 'incident') = (incident is not null))
);
comment on table position_history is 'distributed';
create index position_history_minute on position_history (minute);
create index position_history_account on position_history (account, minute);
alter table position_history enable row level security;
create policy position_history_scope on position_history using (in_scope(array[unit])) with check (true);
grant select, insert, update, delete on position_history to gezhi_app;
