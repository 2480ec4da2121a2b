-- The incident an alarm was linked to itself. Merging moves `incident` only, so that unmerging can bring it back.
alter table alarms add column original_incident uuid;
update alarms set original_incident = incident where incident is not null;
create index alarms_original on alarms (district, original_incident) where original_incident is not null;
