import { type AccountId, incidentId } from "@gezhi/contract/ids.ts";
import type { StaffCard } from "@gezhi/contract/organisation.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { listRosteredDuties } from "../duty/duty-queries.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { handlersHeld } from "./establishment-presentation.ts";
import { heldBy, listRunningWork, type HolderRow } from "./organisation-queries.ts";
import { presentHolder } from "./person-presentation.ts";
import { departmentName, placeName, postName } from "./post-directory.ts";
import { knowsStaff, mayCallStaff } from "./staff-rules.ts";

const mostItems = 8;

/** What colleagues know of somebody. Work belongs to posts: what is listed is that of the duties held, as far as the viewer sees it. */
export async function staffCardFor(
  context: Context,
  viewer: Viewer,
  account: AccountId,
): Promise<StaffCard> {
  const now = context.now();
  const all = await heldBy(context.db, account, new Date(now));
  const held = all.filter(({ unit }) => knowsStaff(viewer.appointments, unit));
  const [first] = held;
  if (!first) throw notFound("这位工作人员");
  const { day } = shiftAt(now);
  const kept = new Map<string, string[]>();
  for (const unit of new Set(held.map((row) => row.unit)))
    kept.set(unit, await listRosteredDuties(context.db, unit, day));
  const work = await read(context.db, scopeOf(viewer), (tx) =>
    listRunningWork(tx, held.flatMap(handlersHeld), mostItems),
  );
  const phones = held.some(({ unit }) => mayCallStaff(viewer.appointments, unit));
  const { name, available, phone } = presentHolder(context, first, phones);
  return {
    account,
    name,
    duties: held.map((row) => ({
      unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
      role: row.role,
      dutyName: dutyNameOf(context, row),
      holder: row.holder,
      since: row.since,
      onDuty: row.rostered
        ? "yes"
        : kept.get(row.unit)?.includes(row.post ?? row.role)
          ? "no"
          : "noRoster",
    })),
    available,
    phone,
    work: {
      open: work[0]?.total ?? 0,
      items: work.map((row) => ({
        id: incidentId(row),
        number: row.number,
        title: row.title,
        status: row.status,
        urgency: row.urgency,
      })),
    },
  };
}

const dutyNameOf = (context: Context, { unit, post, department }: HolderRow): string | null => {
  if (post) return postName(context, unit, post);
  return department ? departmentName(context, unit, department) : null;
};
