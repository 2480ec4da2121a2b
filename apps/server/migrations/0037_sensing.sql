-- Lists of devices go by village and code: the order within a village would tell the grid of a person's device.
create index devices_village on devices (left(unit, 12), code);

-- Who looks after people, and who keeps doors, sees at once what others did.
alter table live_log drop constraint live_log_kind_check;
alter table live_log add constraint live_log_kind_check
  check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox', 'alarm', 'device', 'hotSpot', 'plot', 'place', 'care', 'door'));
