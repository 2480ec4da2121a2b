-- R4: one pop-up in a window; who of those on duty was called stands among the steps of the alarm.
alter table alarms add column popped_at timestamptz;
alter table alarm_steps drop constraint alarm_steps_act_check;
alter table alarm_steps add constraint alarm_steps_act_check
  check (act in ('raise', 'levelUp', 'levelDown', 'return', 'acknowledge', 'confirm', 'forget', 'callFalse', 'clear', 'link', 'suppress', 'escalate', 'clip', 'open', 'call'));

-- R54: to whom a person's device was given, by whom and with whose consent, and how it came back. The device's own row
-- says who has it now.
create table device_handouts (
  district text collate "C" not null,
  id uuid not null,
  device uuid not null,
  unit text collate "C" not null,
  -- Sealed; emptied when consent is withdrawn.
  person_name_enc text,
  consent_at timestamptz not null,
  consent_by text not null check (consent_by in ('self', 'guardian')),
  issued_at timestamptz not null,
  issued_by uuid,
  issued_by_name text not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('returned', 'exchanged', 'lost', 'withdrawn', 'retired')),
  ended_by_name text not null default '',
  note_enc text,
  -- The device that was given in exchange.
  successor uuid,
  primary key (district, id),
  foreign key (district, device) references devices (district, id),
  constraint device_handouts_consent_first check (consent_at <= issued_at),
  check ((ended_at is null) = (ended_how is null))
);
comment on table device_handouts is 'distributed';
create unique index device_handouts_open on device_handouts (district, device) where ended_at is null;
create index device_handouts_ended on device_handouts (unit, ended_at desc) where ended_at is not null;
alter table device_handouts enable row level security;
create policy device_handouts_scope on device_handouts using (in_scope(array[unit])) with check (true);
grant select, insert, update on device_handouts to gezhi_app;
