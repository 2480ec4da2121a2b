-- Who follows an incident without working on it: units that reported, towns that were asked, handlers whose work was taken
-- back. They see it masked, whatever their token (product promise 4); party_units alone opens it in full.
alter table incidents add column informed_units text[] not null default '{}';

with parties as (
  select i.district, i.id,
    array_remove(
      array[i.unit, i.verifier, case when i.urgency = 'red' or i.chain_level = 'district' then i.district end]
      || array(select w.handler from work_orders w where w.district = i.district and w.incident = i.id and w.status <> 'withdrawn' order by w.dispatched_at, w.id)
      || array(select r.decider_unit from act_requests r where r.district = i.district and r.incident = i.id and r.decider_role = 'districtCentre' and r.decider_unit = i.district),
      null) as kept
  from incidents i
)
update incidents i set
  party_units = array(select k from unnest(p.kept) with ordinality u (k, n) group by k order by min(n)),
  informed_units = array(select k from unnest(i.party_units) with ordinality u (k, n) where not k = any(p.kept) order by n)
from parties p where p.district = i.district and p.id = i.id;

alter policy incidents_scope on incidents using (in_scope(party_units) or in_scope(informed_units)) with check (true);
