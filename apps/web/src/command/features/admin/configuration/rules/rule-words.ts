import type { AlarmRule, DeviceProfile, FanOut } from "@gezhi/contract/sensing.ts";
import type { TFunction } from "i18next";
import { formatDuration } from "../../../../../shared/time.tsx";
import type { Option } from "../editable-columns.ts";

export const levelOrder = ["red", "orange", "yellow", "blue"] as const;

/** Figures as people write them here: 1,200. */
export const formatNumber = (value: number): string =>
  new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 3 }).format(value);

export type Names = { posts: readonly Option[]; departments: readonly Option[] };

const labelOf = (options: readonly Option[], code: string) =>
  options.find(({ value }) => value === code)?.label.replace(/^\S+ /, "") ?? code;

export function targetWords(t: TFunction, one: FanOut, { posts, departments }: Names): string {
  if (one.to === "post") return labelOf(posts, one.post);
  if (one.to === "department") return labelOf(departments, one.department);
  if (one.to === "outside") return t(`alarms.parties.${one.party}`);
  return t(`sensing.rules.targets.${one.to}`);
}

export function unitOfLevels(
  t: TFunction,
  { measure, metric }: Pick<AlarmRule, "measure" | "metric">,
  profile: DeviceProfile | undefined,
): string {
  if (measure.kind === "silence") return t("sensing.rules.minutes");
  const unit = profile?.metrics.find(({ key }) => key === metric)?.unit ?? "";
  return measure.kind === "rate" ? t("sensing.rules.perHour", { unit }) : unit;
}

/** The rule in a sentence, for people who do not read thresholds. */
export function ruleSentence(
  t: TFunction,
  rule: AlarmRule,
  profile: DeviceProfile | undefined,
  names: Names,
): string {
  const nameOf = (key: string) => profile?.metrics.find((one) => one.key === key)?.name ?? key;
  const operator = t(`sensing.rules.operators.${rule.operator}`);
  const unit = unitOfLevels(t, rule, profile);
  const parts = [
    t(`sensing.rules.says.${rule.measure.kind}`, {
      profile: profile?.name ?? rule.profile,
      metric: nameOf(rule.metric),
      operator,
      ...(rule.measure.kind === "rate" ? { minutes: rule.measure.minutes } : {}),
    }),
    rule.holdSeconds > 0 &&
      t("sensing.rules.says.hold", { text: formatDuration(t, rule.holdSeconds * 1000) }),
    rule.also &&
      t("sensing.rules.says.also", {
        metric: nameOf(rule.also.metric),
        operator: t(`sensing.rules.operators.${rule.also.operator}`),
        value: formatNumber(rule.also.value),
      }),
    levelOrder
      .flatMap((level) => {
        const value = rule.levels[level];
        return value === undefined
          ? []
          : t("sensing.rules.says.level", {
              value: `${formatNumber(value)} ${unit}`.trim(),
              level: t(`sensing.levels.${level}`),
            });
      })
      .join("、"),
    rule.fanOut.length > 0
      ? t("sensing.rules.says.tell", {
          names: rule.fanOut
            .map((one) =>
              t("sensing.rules.says.from", {
                name: targetWords(t, one, names),
                level: t(`sensing.levels.${one.from}`),
              }),
            )
            .join("、"),
        })
      : t("sensing.rules.says.nobody"),
  ];
  return `${parts.filter(Boolean).join("；")}。`;
}
