import type { ContentOf } from "@gezhi/contract/configuration.ts";
import type { AlarmRule, DeviceProfile, Operator } from "@gezhi/contract/sensing.ts";
import type { FieldError } from "../../platform/problems.ts";

const inwards = ["red", "orange", "yellow", "blue"] as const;

const repeated = (keys: readonly string[], path: (index: number) => string): FieldError[] =>
  keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [{ path: path(index), message: `${key} 出现了两次` }] : [],
  );

export const faultsOfProfiles = ({ profiles }: ContentOf<"deviceProfiles">): FieldError[] => [
  ...repeated(
    profiles.map(({ code }) => code),
    (index) => `profiles.${index}`,
  ),
  ...profiles.flatMap(faultsOfProfile),
];

function faultsOfProfile(
  { code, name, metrics, mapping }: DeviceProfile,
  at: number,
): FieldError[] {
  const place = `设备类型 ${code} ${name}`;
  const keys = metrics.map(({ key }) => key);
  const named = mapping.format === "paths" ? mapping.metrics.map(({ metric }) => metric) : [];
  return [
    ...repeated(keys, (index) => `profiles.${at}.metrics.${index}`),
    ...metrics.flatMap(({ min, max, name: metric }, index) =>
      min !== undefined && max !== undefined && min >= max
        ? [
            {
              path: `profiles.${at}.metrics.${index}.max`,
              message: `${place}：${metric} 的上限应大于下限`,
            },
          ]
        : [],
    ),
    ...named
      .filter((metric) => !keys.includes(metric))
      .map((metric) => ({
        path: `profiles.${at}.mapping`,
        message: `${place}：映射里的 ${metric} 不是它的指标`,
      })),
  ];
}

export const faultsOfAlarmRules = ({ rules }: ContentOf<"alarmRules">): FieldError[] => [
  ...repeated(
    rules.map(({ code }) => code),
    (index) => `rules.${index}`,
  ),
  ...rules.flatMap(faultsOfAlarmRule),
];

function faultsOfAlarmRule(rule: AlarmRule, index: number): FieldError[] {
  const place = `告警规则 ${rule.code} ${rule.name}`;
  const given = inwards.flatMap((level) => rule.levels[level] ?? []);
  const faults: FieldError[] = [];
  if (given.length === 0)
    faults.push({ path: `rules.${index}.levels`, message: `${place}：至少填一级阈值` });
  if (!descends(given, rule.operator))
    faults.push({
      path: `rules.${index}.levels`,
      message: `${place}：越紧急的级别阈值应越极端（红最极端）`,
    });
  if (rule.measure.kind === "silence" && rule.operator !== ">=")
    faults.push({ path: `rules.${index}.operator`, message: `${place}：无数据时长用“≥”` });
  for (const [which, hours] of [["hours", rule.hours] as const, ["quiet", rule.quiet] as const])
    if (hours.some(({ from, to }) => from === to))
      faults.push({ path: `rules.${index}.${which}`, message: `${place}：时段的起止不能相同` });
  return faults;
}

/** From red inwards every next threshold must be less extreme. */
function descends(values: readonly number[], operator: Operator): boolean {
  if (operator === "==") return true;
  const sign = operator === ">=" ? 1 : -1;
  return values.every((value, index) => index === 0 || sign * (values[index - 1]! - value) > 0);
}

/** Every reference of the sensing documents that leads nowhere. */
export function sensingFaults(
  { rules }: ContentOf<"alarmRules">,
  { profiles }: ContentOf<"deviceProfiles">,
  known: {
    categories: ReadonlySet<string>;
    posts: ReadonlySet<string>;
    departments: ReadonlySet<string>;
  },
): FieldError[] {
  const metrics = new Map(
    profiles.map(({ code, metrics: all }) => [code, all.map(({ key }) => key)]),
  );
  return rules.flatMap((rule, index) => {
    const place = `告警规则 ${rule.code} ${rule.name}`;
    const faults: FieldError[] = [];
    const need = (there: boolean, field: string, message: string) => {
      if (!there) faults.push({ path: `rules.${index}.${field}`, message: `${place}：${message}` });
    };
    const own = metrics.get(rule.profile);
    need(own !== undefined, "profile", `没有设备类型 ${rule.profile}`);
    for (const metric of [rule.metric, ...(rule.also ? [rule.also.metric] : [])])
      need(own?.includes(metric) ?? true, "metric", `设备类型 ${rule.profile} 没有指标 ${metric}`);
    for (const category of [rule.category, ...Object.values(rule.categoryByLevel)])
      need(known.categories.has(category), "category", `目录中没有类别 ${category}`);
    for (const one of rule.fanOut) {
      if (one.to === "post") need(known.posts.has(one.post), "fanOut", `岗位表中没有 ${one.post}`);
      if (one.to === "department")
        need(known.departments.has(one.department), "fanOut", `部门表中没有 ${one.department}`);
    }
    return faults;
  });
}
