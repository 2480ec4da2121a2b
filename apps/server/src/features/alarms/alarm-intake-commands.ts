import { v5 } from "uuid";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { ancestorAt, UnitCode } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";
import { correlationGroup } from "../correlation/correlation-rules.ts";
import { type Intake, prepareIntake } from "../reports/intake-commands.ts";
import type { AlarmDevice, RuleInForce } from "./alarm-tables.ts";
import {
  categoryAt,
  handlersOf,
  levelWords,
  type Measured,
  readingText,
  reached,
} from "./alarm-text-rules.ts";
import type { Called } from "./nearest-rules.ts";
import { planFor } from "./plan-rules.ts";

/** Client ids of reports are names in this space: whatever is retried opens one incident. */
const space = "2f1e7a54-5a5c-5c1d-9d0e-6a3a7f0f4a11";

export type Cause = {
  device: AlarmDevice;
  inForce: RuleInForce;
  level: Urgency;
  measured: Measured;
  quiet: boolean;
  /** Where the rule names the nearest on duty. */
  called?: Called | undefined;
};

export const placeOf = ({ device, called }: Cause) => ({
  nearest: called?.people.map(({ handler }) => handler) ?? [],
  town: device.town,
  district: device.district,
  grid: ancestorAt(device.unit, "grid") ?? null,
});

/** One sentence for timeline and reasons; of a person's body it says only that there is an alarm. */
export function alarmSentence({ device, inForce, level, measured }: Cause): string {
  const reading = inForce.personal
    ? inForce.rule.name
    : `${inForce.rule.name} ${device.code} ${readingText(inForce, measured)}`;
  return `感知告警：${reading}，${levelWords[level]}`;
}

export const groupOf = ({ inForce, level }: Cause): string =>
  correlationGroup(categoryAt(inForce.rule, level));

/** What intake is to make of the alarm, prepared before the transaction; its locks begin it. */
export function prepareAlarmIntake(
  context: Context,
  cause: Cause,
  id: string,
  round: number,
): Promise<Intake> {
  const { device, inForce, level } = cause;
  const { rule, personal } = inForce;
  const category = categoryAt(rule, level);
  const { lon, lat } = device;
  const confirms = rule.confirm.by !== "none" && level !== "red";
  return prepareIntake(
    context,
    {
      viewer: undefined,
      trusted: "sensor",
      sensed: {
        urgency: level,
        because: alarmSentence(cause),
        verify: confirms,
        coHandlers: handlersOf(reached(rule, level, null), placeOf(cause)),
        alone: personal,
        quiet: cause.quiet,
        plan: planFor(device.profile, category),
      },
    },
    SubmitReport.parse({
      clientId: v5(`${id}|${round}`, space),
      source: "sensor",
      text: `${alarmSentence(cause)}${rule.confirm.text ? `（${rule.confirm.text}）` : ""}`,
      category,
      ...(lon === null || lat === null ? {} : { position: { lon, lat }, positionSource: "device" }),
      address: device.address || device.place,
      unit: UnitCode.parse(device.unit),
      simulated: device.simulated,
    }),
  );
}
