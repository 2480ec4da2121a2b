-- Vehicles in fire lanes (R56): entered by a person for one incident, read by no camera. The plate lies sealed; its keyed
-- hash says "again" and nothing else. Rows are deleted after FIRE_LANE_DAYS.
create table fire_lane_stops (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  -- The incident it was noted for, kept when that is merged away so that unmerge can give it back.
  original_incident uuid not null,
  lane text not null,
  -- The lane's device, or the place where there is none.
  lane_key text not null,
  plate_enc text not null,
  plate_hash text not null,
  noted_by text not null,
  account uuid not null,
  noted_at timestamptz not null,
  tow_by text,
  tow_at timestamptz,
  -- Its own limit, within the incident's; overdue is computed.
  tow_due_at timestamptz,
  tow_contact text,
  -- When people were told that the limit passed.
  tow_told_at timestamptz,
  gone_at timestamptz,
  gone_how text check (gone_how in ('left', 'towed', 'camera')),
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id),
  check ((tow_at is null) = (tow_due_at is null)),
  check ((gone_at is null) = (gone_how is null))
);
comment on table fire_lane_stops is 'distributed';
create unique index fire_lane_stops_standing on fire_lane_stops (district, incident, plate_hash) where gone_at is null;
create index fire_lane_stops_incident on fire_lane_stops (district, incident);
create index fire_lane_stops_vehicle on fire_lane_stops (district, plate_hash);
create index fire_lane_stops_noted on fire_lane_stops (noted_at);
create index fire_lane_stops_towing on fire_lane_stops (tow_due_at) where tow_due_at is not null and gone_at is null and tow_told_at is null;
alter table fire_lane_stops enable row level security;
create policy fire_lane_stops_scope on fire_lane_stops using (incident_visible(district, incident)) with check (true);
grant select, insert, update, delete on fire_lane_stops to gezhi_app;

-- Calls to owners through the privacy number; a call's delivery carries its id.
create table fire_lane_calls (
  district text collate "C" not null,
  id uuid not null,
  stop uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (district, id),
  foreign key (district, stop) references fire_lane_stops (district, id) on delete cascade
);
comment on table fire_lane_calls is 'distributed';
create index fire_lane_calls_stop on fire_lane_calls (district, stop);
alter table fire_lane_calls enable row level security;
create policy fire_lane_calls_scope on fire_lane_calls
  using (exists (select 1 from fire_lane_stops s where s.district = fire_lane_calls.district and s.id = fire_lane_calls.stop)) with check (true);
grant select, insert, delete on fire_lane_calls to gezhi_app;

alter table deliveries drop constraint deliveries_channel_check;
alter table deliveries add constraint deliveries_channel_check
  check (channel in ('inApp', 'webPush', 'sms', 'voice', 'ownerCall'));

alter table outside_contacts drop constraint outside_contacts_party_check;
alter table outside_contacts add constraint outside_contacts_party_check
  check (party in ('ambulance', 'trafficPolice', 'police', 'fireBrigade', 'doctor', 'family', 'power', 'gas', 'water', 'property', 'maintenance', 'towing'));
alter table outside_calls drop constraint outside_calls_party_check;
alter table outside_calls add constraint outside_calls_party_check
  check (party in ('ambulance', 'trafficPolice', 'police', 'fireBrigade', 'doctor', 'family', 'power', 'gas', 'water', 'property', 'maintenance', 'towing'));
