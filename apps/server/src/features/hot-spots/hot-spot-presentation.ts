import type {
  HotSpot,
  HotSpotStep,
  IssueClass,
  Measure,
  Occurrence,
} from "@gezhi/contract/hot-spots.ts";
import { hotSpotId, incidentId, issueClassId, type Key } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import type { Viewer } from "../identity/viewer.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import type { HotSpotRow, StepRow } from "./hot-spot-queries.ts";
import { cardActions, classActions, costsOf } from "./hot-spot-rules.ts";
import type { ClassRow, MeasureRow } from "./issue-class-queries.ts";
import type { MemberRow } from "./member-queries.ts";

type Sources = Pick<Context, "units" | "configuration">;

export const unitOf = (context: Sources, code: string) => ({
  code: UnitCode.parse(code),
  name: placeName(context, code),
});

/** A category, or the group that its first digits name. */
export function categoryOf({ configuration }: Sources, code: string, unit: string) {
  const { categories } = configuration.current("catalogue", unit).content;
  const one = categories.find((category) => category.code.startsWith(code));
  const name = code.length === 6 ? one?.name : code.length >= 4 ? one?.level2 : one?.level1;
  return { code, name: name ?? code };
}

/** Names that a card needs and its row does not have. */
export type CardNames = {
  places: ReadonlyMap<string, string>;
  cards: ReadonlyMap<string, Key & { number: string }>;
  classes: ReadonlyMap<string, { number: string; name: string }>;
};

export function presentHotSpot(
  context: Sources,
  viewer: Viewer,
  row: HotSpotRow,
  { places, cards, classes }: CardNames,
): HotSpot {
  const before = row.previous ? cards.get(row.previous) : undefined;
  const issueClass = row.issue_class ? classes.get(row.issue_class) : undefined;
  const category = categoryOf(context, row.category, row.unit);
  return {
    id: hotSpotId(row),
    number: row.number,
    status: row.status,
    category,
    unit: unitOf(context, row.unit),
    towns: row.party_units.map((unit) => unitOf(context, unit)),
    position: { lon: row.lon, lat: row.lat },
    street: row.street,
    place: row.place ? (places.get(row.place) ?? null) : null,
    because: `${row.metres} 米内“${category.name}”在 ${row.days} 天内达到 ${row.enough} 件`,
    metres: row.metres,
    days: row.days,
    least: row.enough,
    members: row.members,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    raisedAt: row.raised_at.toISOString(),
    ofPast: row.of_past,
    previous: before ? { id: hotSpotId(before), number: before.number } : null,
    closed:
      row.status === "closed" && row.closed_at
        ? {
            at: row.closed_at.toISOString(),
            by: row.closed_by_name ?? "",
            reason: row.reason ?? "",
          }
        : null,
    issueClass:
      issueClass && row.issue_class && row.class_district
        ? {
            id: issueClassId({ district: row.class_district, id: row.issue_class }),
            ...issueClass,
          }
        : null,
    simulated: row.simulated,
    actions: cardActions(viewer, row),
  };
}

export const presentMember = (
  context: Sources,
  row: MemberRow,
  middle?: { lon: number; lat: number },
): Occurrence => {
  const position = row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat };
  return {
    origin: row.origin,
    incident: row.origin === "incident" ? incidentId(row) : null,
    number: row.number,
    status: row.status,
    happenedAt: row.happened_at.toISOString(),
    position,
    address: row.address,
    unit: unitOf(context, row.unit),
    metres: middle && position ? Math.round(distanceM(middle, position)) : null,
    simulated: row.simulated,
  };
};

export const presentStep = ({ at, act, actor, reason, detail }: StepRow): HotSpotStep => ({
  at: at.toISOString(),
  act,
  actor,
  reason,
  detail,
});

export const presentClass = (
  context: Sources,
  viewer: Viewer,
  row: ClassRow,
  cards: number,
): IssueClass => ({
  id: issueClassId(row),
  number: row.number,
  name: row.name,
  category: categoryOf(context, row.category, row.unit),
  unit: unitOf(context, row.unit),
  status: row.status,
  hypothesis: row.hypothesis,
  owner: { handler: row.owner, name: handlerName(context, row.owner) },
  cards,
  baselineFrom: row.baseline_from.toISOString(),
  effectFrom: row.effect_from?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by_name,
  endedAt: row.ended_at?.toISOString() ?? null,
  simulated: row.simulated,
  version: row.version,
  actions: classActions(viewer, row),
});

export const presentMeasure = (row: MeasureRow): Measure => ({
  id: row.id,
  kind: row.kind,
  text: row.text,
  quantity: row.quantity,
  unitCost: row.unit_cost,
  years: row.years,
  due: row.due,
  status: row.status,
  chosen: row.chosen,
  result: row.result,
  ...costsOf({ quantity: row.quantity, unitCost: row.unit_cost, years: row.years }),
});
