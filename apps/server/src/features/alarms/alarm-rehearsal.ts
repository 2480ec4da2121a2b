import { v7 } from "uuid";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { listDevices } from "./alarm-signal-queries.ts";
import { judge, rehearse } from "./alarm-signal-commands.ts";
import type { AlarmDevice } from "./alarm-tables.ts";

/** As many as the hands that red alarms have: each rehearses on a connection of its own. */
const hands = 4;
const looked = 500;

/**
 * The first alarm after a start would take a quarter of a second, since none of its code has run and none of its
 * statements has been planned. So a start plays it through and takes everything back. Says how often it did.
 */
export async function rehearseAlarms(context: Context): Promise<number> {
  const devices = await read(context.db, "system", (tx) => listDevices(tx, looked));
  const grids = new Set<string>();
  const judgements = devices.flatMap((device) => {
    const rule = grids.has(device.unit) ? undefined : redRuleOf(context, device);
    if (!rule) return [];
    grids.add(device.unit);
    return [judgementOf(context, device, rule)];
  });
  const [first, ...others] = judgements.slice(0, hands);
  if (!first) return 0;
  await rehearse(context, first);
  await Promise.all(others.map((one) => rehearse(context, one)));
  return 1 + others.length;
}

function redRuleOf({ configuration }: Context, { unit, profile }: AlarmDevice) {
  const { rules } = configuration.current("alarmRules", unit).content;
  return rules.find(
    (rule) => rule.enabled && rule.profile === profile && rule.levels.red !== undefined,
  );
}

function judgementOf(
  context: Context,
  device: AlarmDevice,
  { code, levels }: NonNullable<ReturnType<typeof redRuleOf>>,
) {
  const at = new Date(context.now());
  const value = levels.red ?? null;
  const signal = {
    district: device.district,
    id: v7(),
    device: device.number,
    rule: code,
    kind: "raise" as const,
    level: "red" as const,
    value,
    threshold: value,
    at,
    decided_at: at,
    handled_at: null,
    attempts: 0,
    error: null,
  };
  return judge(context, { signal, device: { ...device, maintenance_until: null } });
}
