import type { Context } from "../context.ts";
import type { AlarmDevice, RuleInForce } from "./alarm-tables.ts";

/** The rule that judges this device now; undefined when it was removed. */
export function ruleInForce(
  { configuration }: Pick<Context, "configuration">,
  { unit, profile }: Pick<AlarmDevice, "unit" | "profile">,
  code: string,
): RuleInForce | undefined {
  const { content, version } = configuration.current("alarmRules", unit);
  const rule = content.rules.find((one) => one.code === code);
  if (!rule) return undefined;
  const found = configuration
    .current("deviceProfiles", unit)
    .content.profiles.find((one) => one.code === profile);
  const metric = found?.metrics.find(({ key }) => key === rule.metric);
  return {
    rule,
    version,
    metric: {
      ...(metric ?? { name: rule.name, unit: "" }),
      intervalSeconds: found?.intervalSeconds ?? 0,
    },
    personal: found?.personal ?? false,
  };
}
