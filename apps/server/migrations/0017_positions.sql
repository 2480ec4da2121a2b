-- Where people on duty or at work on an incident are now: one row a person, overwritten and forgotten, never a track.
create table positions (
  district text collate "C" not null,
  account uuid not null,
  -- Of the duty or the work order by which it may be known.
  unit text collate "C" not null,
  lon double precision not null,
  lat double precision not null,
  accuracy_m real not null,
  reason text not null check (reason in ('duty', 'incident')),
  incident uuid,
  at timestamptz not null,
  -- The end of the shift, or a few minutes after the last word of the device.
  expires_at timestamptz not null,
  primary key (district, account),
  check ((reason = 'incident') = (incident is not null))
) with (fillfactor = 50);
comment on table positions is 'distributed';
create index positions_expired on positions (expires_at);
alter table positions enable row level security;
create policy positions_scope on positions using (in_scope(array[unit])) with check (true);
grant select, insert, update, delete on positions to gezhi_app;

-- What an incident was at an earlier instant: each change of status or urgency says in its timeline entry what was before.
-- Empty where the entries say nothing of it; the caller reads the incident itself under its own scope.
create function incident_before(of_district text, of_incident uuid, of_instant timestamptz)
  returns table (status text, urgency text)
  language sql stable security definer set search_path = public, pg_temp rows 1 as $function$
  select
    (select t.detail -> 'was' ->> 'status' from timeline t where t.district = of_district and t.incident = of_incident and t.at > of_instant
      and t.detail -> 'was' ? 'status' order by t.seq limit 1),
    (select t.detail -> 'was' ->> 'urgency' from timeline t where t.district = of_district and t.incident = of_incident and t.at > of_instant
      and t.detail -> 'was' ? 'urgency' order by t.seq limit 1)
$function$;
revoke execute on function incident_before from public;
grant execute on function incident_before to gezhi_app;

-- Ended without being closed: rejected, false, merged. What was open at an earlier instant is found by when it ended.
create index incidents_ended_otherwise on incidents (status_since) where not open and closed_at is null;

-- Places change on the screens of others at once.
alter table live_log drop constraint live_log_kind_check;
alter table live_log add constraint live_log_kind_check
  check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox', 'alarm', 'device', 'hotSpot', 'plot', 'place'));
