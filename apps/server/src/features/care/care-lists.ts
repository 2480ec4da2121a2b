import type { CareDetail, CaredPerson, CareRegister, MyVisits } from "@gezhi/contract/care.ts";
import { type CareId, keyOf } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { presentDetail as presentDevice } from "../devices/device-presentation.ts";
import { alarmsOfDevice, findSeenDevice, listOfPersons } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { namesOf } from "../organisation/people-queries.ts";
import { dayOf, presentCare, presentDetail, presentUnplanned } from "./care-presentation.ts";
import {
  findCare,
  listCare,
  listMisses,
  listSent,
  listVisits,
  plannedDevices,
  type StandingCare,
} from "./care-queries.ts";
import {
  careScope,
  careUnits,
  deadlineAt,
  keepsCare,
  knowsPerson,
  stepsReached,
  visitorOf,
  visits,
  visitTokens,
} from "./care-rules.ts";

const mostShown = 1000;
const mostVisits = 30;

const volunteersIn = (db: Db, rows: readonly StandingCare[]) => {
  const tokens = rows.flatMap(({ visitor, substitute }) => [visitor, substitute ?? visitor]);
  return namesOf(
    db,
    [...new Set(tokens)].filter((one) => visitorOf(one).by === "volunteer"),
  );
};

const todayAt = (context: Context, unit: string) => {
  const day = dayOf(context, { unit, rest_days: false }, context.now());
  return { date: day.date, working: day.counts };
};

/** The people of a town or a community, who was seen, who is due and who was missed; by place, never by who goes. */
export async function careRegister(
  context: Context,
  viewer: Viewer,
  asked: UnitCode | undefined,
): Promise<CareRegister> {
  const unit = asked ?? careUnits(viewer).toSorted((a, b) => a.length - b.length)[0];
  if (!unit || !keepsCare(viewer, unit))
    throw forbidden("关爱走访由镇街养老助残岗和村社书记查看和安排");
  const today = civilDateAt(context.now());
  const { rows, names, devices, planned } = await read(
    context.db,
    careScope(viewer),
    async (tx) => {
      const rows = await listCare(tx, unit, today, mostShown + 1);
      return {
        rows,
        names: await volunteersIn(tx, rows),
        devices: await listOfPersons(tx, unit, mostShown),
        planned: await plannedDevices(tx, unit.slice(0, 6)),
      };
    },
  );
  return {
    unit: { code: UnitCode.parse(unit), name: context.units.name(unit) },
    today: todayAt(context, unit),
    persons: rows.slice(0, mostShown).map((row) => presentCare(context, viewer, row, names)),
    unplanned: devices
      .filter(({ id }) => !planned.has(id))
      .map((row) => presentUnplanned(context, row)),
    truncated: rows.length > mostShown,
  };
}

/** What this person has to do today, and did; what they only stand in for, once it is missed. */
export async function myVisits(context: Context, viewer: Viewer): Promise<MyVisits> {
  const now = context.now();
  const today = civilDateAt(now);
  const tokens = visitTokens(viewer);
  const { rows, names } = await read(context.db, careScope(viewer), async (tx) => {
    const since = new Date(deadlineAt(today, 0));
    const rows = await listSent(tx, tokens, today, since, mostShown);
    return { rows, names: await volunteersIn(tx, rows) };
  });
  const mine = rows.filter((row) => {
    if (tokens.includes(row.visitor)) return true;
    const plan = { dueOn: row.due_on, dueBy: row.due_by, substitute: row.substitute };
    return row.told_since > 0 || stepsReached(plan, dayOf(context, row, now), now) > 0;
  });
  const items = mine
    .map((row) => presentCare(context, viewer, row, names))
    .filter(({ state }) => state !== "later");
  const place = viewer.appointments[0]?.unit ?? context.configuration.root();
  return { today: todayAt(context, place), items };
}

export async function careDetail(
  context: Context,
  viewer: Viewer,
  id: CareId,
): Promise<CareDetail> {
  const { district } = keyOf(id);
  return read(context.db, careScope(viewer), async (tx) => {
    const row = await findCare(tx, keyOf(id), civilDateAt(context.now()));
    if (!row || !knowsPerson(viewer, row)) throw notFound("这位关爱对象");
    const names = await volunteersIn(tx, [row]);
    const person = presentCare(context, viewer, row, names);
    const devices = [];
    for (const device of row.devices) {
      const found = await findSeenDevice(tx, { district, id: device }, viewer);
      if (found)
        devices.push(presentDevice(context, viewer, found, await alarmsOfDevice(tx, found)));
    }
    return presentDetail(context, row, person, {
      visits: await listVisits(tx, keyOf(id), mostVisits),
      misses: await listMisses(tx, keyOf(id), mostVisits),
      devices,
    });
  });
}

/** One row, as whoever may visit sees it. */
export async function careRow(
  context: Context,
  viewer: Viewer,
  id: CareId,
): Promise<{ row: StandingCare; shown: CaredPerson }> {
  return read(context.db, careScope(viewer), async (tx) => {
    const row = await findCare(tx, keyOf(id), civilDateAt(context.now()));
    if (!row || !(keepsCare(viewer, row.unit) || visits(viewer, row)))
      throw notFound("这位关爱对象");
    return { row, shown: presentCare(context, viewer, row, await volunteersIn(tx, [row])) };
  });
}
