import type { Role } from "@gezhi/contract/identity.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { notify } from "../notices/notice-commands.ts";
import { alarmMatter } from "./alarm-announcements.ts";
import type { AlarmDevice, AlarmRow } from "./alarm-tables.ts";
import { handlersOf } from "./alarm-text-rules.ts";
import { callParties } from "./outside-call-commands.ts";

/** Whom the alarm's incident has told already in this transaction. */
export type ToldByIncident = { districtCentre: boolean; handlers: readonly string[] };

/**
 * Everybody the rule names from this level on, at once: posts, departments, the district's centre, the grid's worker and
 * outside parties, in the alarm's own transaction, so that all leave together (R50) and none leaves alone.
 */
export async function fanOut(
  tx: Tx,
  context: Context,
  { alarm, device }: { alarm: AlarmRow; device: AlarmDevice },
  told: AlarmRule["fanOut"],
  { already, quiet, at }: { already: ToldByIncident; quiet: boolean; at: Date },
): Promise<void> {
  const { district, town } = alarm;
  const grid = ancestorAt(alarm.unit, "grid") ?? null;
  const handlers = [
    ...handlersOf(told, { town, district, grid: null }),
    ...(grid && told.some(({ to }) => to === "gridWorker") ? [grid] : []),
  ].filter((handler) => !already.handlers.includes(handler));
  const roles: { role: Role; unit: string }[] =
    told.some(({ to }) => to === "districtCentre") && !already.districtCentre
      ? [{ role: "districtCentre", unit: district }]
      : [];
  const matter = alarmMatter(context, alarm);
  if (handlers.length > 0 || roles.length > 0)
    await notify(tx, context, {
      district,
      incident: alarm.incident,
      urgency: alarm.level,
      act: "alarm",
      title: matter.title("告警"),
      body: matter.body,
      cause: `alarm ${alarm.id} ${alarm.level} ${alarm.returns}`,
      recipients: { handlers, roles },
      quiet,
    });
  const parties = told.flatMap((one) => (one.to === "outside" ? one.party : []));
  if (parties.length > 0)
    await callParties(tx, context, { alarm, device }, [...new Set(parties)], at);
}
