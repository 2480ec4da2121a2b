-- R4, R55: pictures and short films that cameras send of what they alarm about. They belong to an alarm and go with time.
create table clips (
  district text collate "C" not null,
  id uuid not null,
  device bigint not null,
  unit text collate "C" not null,
  -- The device's instant, by which the alarm is found; null until there is one.
  at timestamptz not null,
  alarm uuid,
  -- Of the bytes as they came: sent again they change nothing.
  sent_sha256 text not null,
  file_district text collate "C",
  file uuid,
  type text not null,
  size bigint not null,
  sha256 text not null,
  has_thumbnail boolean not null,
  -- The sender made persons unrecognisable.
  masked boolean not null,
  -- Path of what fell and whence it seems to come; gone with the picture. The building stays, for the count.
  trace jsonb,
  building text,
  simulated boolean not null,
  received_at timestamptz not null,
  deleted_at timestamptz,
  primary key (district, id),
  unique (district, device, at, sent_sha256),
  foreign key (district, device) references devices (district, number),
  check ((deleted_at is null) = (file is not null))
);
comment on table clips is 'distributed';
create index clips_alarm on clips (district, alarm) where alarm is not null;
create index clips_waiting on clips (received_at) where alarm is null and deleted_at is null;
create index clips_kept on clips (at) where deleted_at is null;
create index clips_file on clips (file_district, file) where file is not null;
alter table clips enable row level security;
-- Who sees the alarm sees that there is a clip; who may look at it is decided beyond that.
create policy clips_scope on clips using (in_scope(array[unit]) or exists (
  select from alarms a where a.district = clips.district and a.id = clips.alarm)) with check (true);
grant select, insert, update on clips to gezhi_app;

alter table alarm_steps drop constraint alarm_steps_act_check;
alter table alarm_steps add constraint alarm_steps_act_check
  check (act in ('raise', 'levelUp', 'levelDown', 'return', 'acknowledge', 'confirm', 'forget', 'callFalse', 'clear', 'link', 'suppress', 'escalate', 'clip'));
