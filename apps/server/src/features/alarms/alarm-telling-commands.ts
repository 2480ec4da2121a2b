import type { Role } from "@gezhi/contract/identity.ts";
import type { AlarmRule } from "@gezhi/contract/sensing.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { notify } from "../notices/notice-commands.ts";
import { alarmMatter } from "./alarm-announcements.ts";
import type { AlarmDevice, AlarmRow } from "./alarm-tables.ts";
import { handlersOf } from "./alarm-text-rules.ts";
import { type Called, callText } from "./nearest-rules.ts";
import { callParties } from "./outside-call-commands.ts";

/** Whom the alarm's incident has told already in this transaction. */
export type ToldByIncident = { districtCentre: boolean; handlers: readonly string[] };

/**
 * Everybody the rule names from this level on, at once: posts, departments, the district's centre, the grid's worker and
 * outside parties, whoever is nearest, in the alarm's own transaction, so that all leave together (R50) and none leaves alone.
 */
export async function fanOut(
  tx: Tx,
  context: Context,
  { alarm, device }: { alarm: AlarmRow; device: AlarmDevice },
  told: AlarmRule["fanOut"],
  {
    already,
    called,
    quiet,
    at,
  }: { already: ToldByIncident; called: Called | undefined; quiet: boolean; at: Date },
): Promise<void> {
  const { district, town } = alarm;
  const grid = ancestorAt(alarm.unit, "grid") ?? null;
  const handlers = [
    ...handlersOf(told, { town, district, grid: null }),
    ...(grid &&
    told.some(({ to }) => to === "gridWorker" || (to === "nearest" && called?.gridInstead))
      ? [grid]
      : []),
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
  if (called && told.some(({ to }) => to === "nearest"))
    await callNearest(tx, context, alarm, called.people, { already, quiet });
  const parties = told.flatMap((one) => (one.to === "outside" ? one.party : []));
  if (parties.length > 0)
    await callParties(tx, context, { alarm, device }, [...new Set(parties)], at);
}

/** Each with how far it is; whose post has the order for it in this very transaction needs no second message. */
async function callNearest(
  tx: Tx,
  context: Context,
  alarm: AlarmRow,
  people: Called["people"],
  { already, quiet }: { already: ToldByIncident; quiet: boolean },
): Promise<void> {
  const matter = alarmMatter(context, alarm);
  for (const one of people.filter(
    ({ handler, busy }) => busy || !already.handlers.includes(handler),
  ))
    await notify(tx, context, {
      district: alarm.district,
      incident: alarm.incident,
      urgency: alarm.level,
      act: "alarm",
      title: matter.title("告警"),
      body: `${matter.body}，${callText(alarm.place, one)}`,
      cause: `alarm ${alarm.id} ${alarm.level} ${alarm.returns} nearest`,
      recipients: { accounts: [one.account] },
      quiet,
    });
}
