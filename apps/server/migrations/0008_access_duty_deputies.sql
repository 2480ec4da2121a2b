-- Domain B.3, cells "A": what somebody asked to see of one incident, who decided, and until when it holds.
create table access_grants (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  -- As they stood when asked: which centre may decide, and what the asker may read of a matter not theirs.
  town text collate "C",
  number text not null,
  account uuid not null,
  asked_by_name text not null,
  opens text not null check (opens in ('detail', 'persons')),
  reason text not null,
  hours smallint not null check (hours between 1 and 168),
  asked_at timestamptz not null,
  status text not null default 'pending' check (status in ('pending', 'approved', 'refused', 'revoked')),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  ends_at timestamptz,
  -- When the asker first looked by it.
  used_at timestamptz,
  revoked_by_name text,
  revoked_at timestamptz,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id),
  -- Nobody decides on what they asked for themselves.
  check (decided_by is distinct from account),
  check ((status = 'approved') <= (ends_at is not null and decided_by is not null))
);
comment on table access_grants is 'distributed';
create unique index access_grants_pending on access_grants (district, incident, account, opens) where status = 'pending';
create index access_grants_asker on access_grants (account, id desc);
create index access_grants_running on access_grants (account, ends_at) where status = 'approved';
create index access_grants_place on access_grants (district, status, id desc);
alter table access_grants enable row level security;
create policy access_grants_scope on access_grants using (account::text = current_setting('app.account', true) or incident_visible(district, incident)) with check (true);
grant select, insert, update on access_grants to gezhi_app;

-- What runs for an account. A session is looked up before any scope is set, and a sub-query would be under the policy.
create function running_grants(who uuid, at timestamptz) returns json
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(json_agg(json_build_object('id', district || '-' || id, 'incident', incident, 'opens', opens,
      'until', (extract(epoch from ends_at) * 1000)::bigint) order by id), '[]')
    from access_grants where account = who and status = 'approved' and ends_at > at $$;
revoke execute on function running_grants from public;
grant execute on function running_grants to gezhi_app;

-- An approval opens one row to one person: their pattern names it as "=id", whatever its parties.
drop policy incidents_scope on incidents;
create policy incidents_scope on incidents using (in_scope(party_units) or in_scope(informed_units) or in_scope(array['=' || id::text])) with check (true);

-- Who is on duty: the centre's roles and the posts of a town, by shifts of twelve hours (day 08–20, night 20–08 of Beijing).
create table duty_shifts (
  district text collate "C" not null,
  unit text collate "C" not null,
  day date not null,
  shift text not null check (shift in ('day', 'night')),
  -- 'dutyOfficer', 'dispatcher' or a post such as 'PA05'.
  duty text not null,
  account uuid not null,
  primary key (district, unit, day, shift, duty, account)
);
comment on table duty_shifts is 'distributed';
grant select, insert, delete on duty_shifts to gezhi_app;

-- Matters sent to a deputy (人大代表), who sees how they go without persons and answers.
create table deputy_matters (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  deputy uuid not null,
  sent_by_name text not null,
  sent_at timestamptz not null,
  note text not null default '',
  satisfied boolean,
  stars smallint check (stars between 1 and 5),
  answer text,
  answered_at timestamptz,
  primary key (district, id),
  unique (district, incident, deputy),
  foreign key (district, incident) references incidents (district, id),
  check ((answered_at is null) = (stars is null) and (stars is null) = (satisfied is null))
);
comment on table deputy_matters is 'distributed';
create index deputy_matters_deputy on deputy_matters (deputy, id desc);
alter table deputy_matters enable row level security;
create policy deputy_matters_scope on deputy_matters using (deputy::text = current_setting('app.account', true) or incident_visible(district, incident)) with check (true);
grant select, insert, update on deputy_matters to gezhi_app;

-- Figures of each unit of the next level, for those who see statistics but not every record; what lies in no unit of that
-- level counts under its own code, so that the parts add up to the whole.
create function count_incidents_below(unit_from text, unit_to text, code_length integer, at timestamptz)
  returns table (unit text, status text, n bigint, overdue bigint)
  language sql stable security definer set search_path = public, pg_temp as $function$
  select left(i.unit, code_length), i.status, count(*), count(*) filter (where i.open and i.due_at < at)
  from incidents i where i.unit >= unit_from and i.unit < unit_to group by 1, 2
$function$;
revoke execute on function count_incidents_below from public;
grant execute on function count_incidents_below to gezhi_app;
