-- 巡查 (R26): what somebody walked while on patrol. Begun and ended by who walks; a way without times, so that it says
-- what was looked at and never how fast; gone after 30 days or when they take it back.
create table patrols (
  district text collate "C" not null,
  -- Given by the phone, so that a patrol that is sent twice is one.
  id uuid not null,
  account uuid not null,
  unit text collate "C" not null,
  duty text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  heard_at timestamptz not null,
  -- Pairs of longitude and latitude, and the box around them.
  track jsonb not null,
  length_m integer not null check (length_m >= 0),
  simulated boolean not null default false,
  west double precision,
  south double precision,
  east double precision,
  north double precision,
  primary key (district, id),
  constraint patrols_end_after_start check (ended_at >= started_at),
  constraint patrols_box_whole check (num_nulls(west, south, east, north) in (0, 4))
);
comment on table patrols is 'distributed';
create index patrols_unit on patrols (unit, started_at);
create index patrols_account on patrols (account, started_at);
create index patrols_started on patrols (started_at);
alter table patrols enable row level security;
create policy patrols_scope on patrols
  using (in_scope(array[unit]) or current_setting('app.account', true) = account::text) with check (true);
grant select, insert, update, delete on patrols to gezhi_app;

-- Of demo staff whom the simulator moves: it is said wherever they show.
alter table positions add column simulated boolean not null default false;
