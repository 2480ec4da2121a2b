import type { RulePrecision } from "@gezhi/contract/alarms.ts";
import type { z } from "zod";
import { read } from "../../platform/database/scope.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { publishConfiguration } from "../configuration/configuration-commands.ts";
import type { Context } from "../context.ts";
import { holds, holdsAny, type Viewer } from "../identity/viewer.ts";
import { countVerdicts } from "./alarm-list-queries.ts";
import { oneLower, precisionOf, proposalOf } from "./precision-rules.ts";

const dayMs = 86_400_000;

/** Counts of verdicts, no alarm and no person: for desks, and for whoever keeps the rules. */
export async function listPrecision(
  context: Context,
  viewer: Viewer,
  { unit, days }: { unit: string; days: number },
): Promise<{ days: number; items: z.infer<typeof RulePrecision>[] }> {
  const roles = ["dispatcher", "dutyOfficer", "commander", "districtCentre", "sysAdmin"] as const;
  if (!holdsAny(viewer, roles, unit)) throw forbidden("只能查看本单位的告警准确率");
  const since = new Date(context.now() - days * dayMs);
  const counts = await read(context.db, "system", (tx) => countVerdicts(tx, unit, since));
  const { rules } = context.configuration.current("alarmRules", unit).content;
  return {
    days,
    items: rules.map((rule) => {
      const verdicts = counts.get(rule.code) ?? { raised: 0, judgedTrue: 0, judgedFalse: 0 };
      return {
        rule: rule.code,
        name: rule.name,
        ...verdicts,
        precision: precisionOf(verdicts),
        leastPrecision: rule.leastPrecision,
        proposal: proposalOf(rule, verdicts, days),
      };
    }),
  };
}

/** A human takes up what the rule proposes: a new version of the unit's rules, one level lower, with the reason. */
export async function acceptDowngrade(
  context: Context,
  viewer: Viewer,
  code: string,
  { unit, days, reason }: { unit: string; days: number; reason: string },
): Promise<{ version: number }> {
  if (!holds(viewer, "sysAdmin", unit))
    throw forbidden("只有本单位或上级单位的系统管理员可以修改规则");
  const { items } = await listPrecision(context, viewer, { unit, days });
  const proposal = items.find(({ rule }) => rule === code)?.proposal;
  if (proposal === undefined) throw notFound("规则");
  if (proposal === null) throw conflict("这条规则现在没有降级建议，请刷新后再看");
  const { configuration } = context;
  const { rules } = configuration.current("alarmRules", unit).content;
  const published = await publishConfiguration(context, viewer, "alarmRules", {
    unit,
    content: {
      rules: rules.map((rule) =>
        rule.code === code ? { ...rule, levels: oneLower(rule.levels) ?? rule.levels } : rule,
      ),
    },
    reason: `${proposal}。${reason}`.slice(0, 500),
    baseVersion: configuration.versions("alarmRules", unit).at(-1)?.version ?? 0,
    withdrawScheduled: false,
  });
  return { version: published.version };
}
