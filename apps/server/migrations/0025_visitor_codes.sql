-- 智能门禁与访客码 (R58). A door is a device of the registry that a community has opened for visitors' codes.
create table doors (
  district text collate "C" not null,
  device uuid not null,
  unit text collate "C" not null,
  open boolean not null,
  changed_by text not null,
  changed_at timestamptz not null,
  -- Wrong, early, late and used-up codes since the door was opened for codes first: a number, nothing else.
  refused integer not null default 0,
  primary key (district, device),
  foreign key (district, device) references devices (district, id)
);
comment on table doors is 'distributed';
create index doors_unit on doors (unit);
alter table doors enable row level security;
create policy doors_scope on doors using (in_scope(array[unit])) with check (true);
grant select, insert, update on doors to gezhi_app;

-- Whose telephone may make codes for a door: a keyed fingerprint, no number, no name, no flat.
create table door_residents (
  district text collate "C" not null,
  device uuid not null,
  phone_hash text not null,
  added_at timestamptz not null,
  primary key (district, device, phone_hash),
  foreign key (district, device) references doors (district, device)
);
comment on table door_residents is 'distributed';
create index door_residents_phone on door_residents (phone_hash);
alter table door_residents enable row level security;
-- Of rows below, staff read sums alone: no scope opens them.
create policy door_residents_nobody on door_residents using (current_setting('app.scope', true) = '.') with check (true);
grant select, insert, delete on door_residents to gezhi_app;

create table visitor_codes (
  district text collate "C" not null,
  -- Given by the phone, so that one that is asked for twice is one.
  id uuid not null,
  device uuid not null,
  phone_hash text not null,
  code_hash text not null,
  -- Shown again to whoever made it.
  code_enc text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  uses smallint not null check (uses between 1 and 10),
  uses_left smallint not null,
  revoked_at timestamptz,
  created_at timestamptz not null,
  primary key (district, id),
  unique (district, code_hash),
  foreign key (district, device) references doors (district, device),
  constraint visitor_codes_left check (uses_left between 0 and uses),
  constraint visitor_codes_window check (valid_to > valid_from)
);
comment on table visitor_codes is 'distributed';
create index visitor_codes_phone on visitor_codes (phone_hash, valid_to);
create index visitor_codes_door on visitor_codes (district, device, valid_to);
create index visitor_codes_over on visitor_codes (valid_to);
alter table visitor_codes enable row level security;
create policy visitor_codes_nobody on visitor_codes using (current_setting('app.scope', true) = '.') with check (true);
grant select, insert, update, delete on visitor_codes to gezhi_app;

create table visitor_uses (
  district text collate "C" not null,
  -- Given by the door: an answer that was lost is asked for again and counts once.
  id uuid not null,
  code uuid not null,
  at timestamptz not null,
  primary key (district, id),
  foreign key (district, code) references visitor_codes (district, id) on delete cascade
);
comment on table visitor_uses is 'distributed';
create index visitor_uses_code on visitor_uses (district, code, at);
alter table visitor_uses enable row level security;
create policy visitor_uses_nobody on visitor_uses using (current_setting('app.scope', true) = '.') with check (true);
grant select, insert, delete on visitor_uses to gezhi_app;
