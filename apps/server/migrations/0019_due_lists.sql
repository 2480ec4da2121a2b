-- Lists of what was due in a period long past: without it a district's rows are read from today back to that period.
create index incidents_due_in on incidents (district, promised_at) where promised_at is not null;
