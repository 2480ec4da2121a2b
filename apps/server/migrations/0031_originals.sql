-- Domain B.3, column "video replay/original", cells "A": the sealed pictures of one alarm, for minutes from the first look.
alter table access_grants drop constraint access_grants_opens_check;
alter table access_grants add constraint access_grants_opens_check check (opens in ('detail', 'persons', 'originals'));
alter table access_grants add column alarm uuid;
alter table access_grants add constraint access_grants_of_alarm check ((opens = 'originals') = (alarm is not null));
alter table access_grants add foreign key (district, alarm) references alarms (district, id);
-- An incident may have several alarms, each asked about by itself.
drop index access_grants_pending;
create unique index access_grants_pending on access_grants (district, incident, account, opens) where status = 'pending' and alarm is null;
create unique index access_grants_pending_originals on access_grants (district, alarm, account) where status = 'pending' and alarm is not null;
create index access_grants_alarm on access_grants (district, alarm, account) where alarm is not null;

-- What belongs to the whole of a session; pictures are asked about where they are opened.
create or replace function running_grants(who uuid, at timestamptz) returns json
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(json_agg(json_build_object('id', district || '-' || id, 'incident', incident, 'opens', opens,
      'until', (extract(epoch from ends_at) * 1000)::bigint) order by id), '[]')
    from access_grants where account = who and status = 'approved' and ends_at > at and alarm is null $$;
