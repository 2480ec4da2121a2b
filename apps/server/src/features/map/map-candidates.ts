import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import type { Candidates } from "@gezhi/contract/map.ts";
import { ancestorAt, type Position } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findCase, findIncident } from "../incidents/incident-queries.ts";
import { handlersFor } from "../organisation/establishment-presentation.ts";
import { holdersWithin } from "../organisation/organisation-queries.ts";
import { departmentsAt } from "../organisation/post-directory.ts";
import { namesPositions, positionScope } from "../positions/position-rules.ts";
import { findKnownPlaces } from "./map-people-queries.ts";
import { estimate, rankCandidates } from "./candidate-rules.ts";

const mostShown = 12;

/** Who could be sent, nearest and most suitable first. Whether they may be sent, the incident's `actions` say. */
export async function candidatesFor(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<Candidates> {
  const now = await read(context.db, scopeOf(viewer), async (tx) => {
    const row = await findIncident(tx, keyOf(id));
    return row && findCase(tx, row);
  });
  if (!now) throw forbidden("该事件不在您的工作范围内，不能查看可派人员");
  const { incident, orders } = now;
  const { town } = incident;
  if (!town) throw invalid("该事件还没有落到镇街，请先更正位置");
  const targets = await handlersFor(context, viewer, town);
  const place = context.units.find(incident.unit);
  const middle =
    incident.lon !== null && incident.lat !== null
      ? { lon: incident.lon, lat: incident.lat }
      : place && { lon: place.lon, lat: place.lat };
  if (!middle) throw invalid("该事件没有位置，请先更正位置");
  const staff = await holdersWithin(context.db, town, new Date(context.now()));
  const rostered = new Set(staff.flatMap((row) => (row.rostered ? [row.account] : [])));
  const category = context.configuration.category(
    incident.category,
    incident.unit,
    incident.opened_at,
  );
  const lead = departmentsAt(context, ancestorAt(town, "district") ?? town).find(
    ({ name }) => name === category?.lead,
  );
  const places = await placesOf(
    context,
    viewer,
    targets.flatMap(({ holders }) => holders.map(({ account }) => account)),
  );
  const near = targets.flatMap((target) => {
    const unit = context.units.find(target.handler.split("/")[0] ?? "");
    if (!unit) return [];
    const nearest = target.holders
      .flatMap(({ account, name }) => {
        const at = places.get(account);
        return at ? [{ name, position: at, far: distanceM(middle, at) }] : [];
      })
      .toSorted((a, b) => a.far - b.far)[0];
    const position = nearest?.position ?? { lon: unit.lon, lat: unit.lat };
    const onDuty = new Set(
      target.holders.flatMap(({ account }) => (rostered.has(account) ? [account] : [])),
    );
    return [
      {
        ...target,
        position,
        placeOf: nearest?.name ?? null,
        straightM: distanceM(middle, position),
        onDuty,
      },
    ];
  });
  const matter = {
    unit: incident.unit,
    post: category?.post ?? null,
    lead: lead?.code ?? null,
    handlers: orders
      .filter(({ status }) => status !== "withdrawn" && status !== "done")
      .map(({ handler }) => handler),
  };
  return { items: rankCandidates(matter, near, mostShown), estimate };
}

/** Only of those whom the viewer may see on the map by name: an estimate must not tell more than the map does. */
async function placesOf(context: Context, viewer: Viewer, accounts: readonly string[]) {
  const scope = positionScope(viewer);
  if (scope.parties.length === 0) return new Map<string, Position>();
  const isNamed = namesPositions(viewer);
  const known = await read(context.db, scope, (tx) =>
    findKnownPlaces(tx, accounts, new Date(context.now())),
  );
  return new Map(
    known
      .filter(({ unit }) => isNamed(unit))
      .map(({ account, lon, lat }): [string, Position] => [account, { lon, lat }]),
  );
}
