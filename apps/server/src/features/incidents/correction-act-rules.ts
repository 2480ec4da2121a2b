import { urgencyRanks } from "@gezhi/contract/incidents.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { invalid } from "../../platform/problems.ts";
import { type Acts, set } from "./case-rules.ts";
import type { IncidentRow } from "./incident-tables.ts";
import { urgencyNames } from "./lifecycle-names.ts";

type Act = "relocate" | "recategorise";

/** What was decided at intake and turned out otherwise; the reasons keep both. */
export const correctionActs: Acts<Act> = {
  relocate: (now, { position, reason }, { locate, names }) => {
    const { incident, requests } = now;
    const unit = locate(position);
    if (!unit) throw invalid("这个位置不在任何网格内，请重新选点");
    if (!unit.startsWith(incident.district))
      throw invalid(
        `这个位置在${names.unit(unit.slice(0, 6))}：事件按区县建档，请移交该区县或请求协同`,
      );
    const town = ancestorAt(unit, "town") ?? null;
    const escalated = requests.some(
      ({ kind, status }) => kind === "escalation" && status !== "refused",
    );
    const chain_level = incident.town === null && !escalated ? "town" : incident.chain_level;
    const why = `人工更正到${names.unit(unit)}${reason ? `：${reason}` : ""}`;
    const moved = {
      unit,
      town,
      located: true,
      lon: position.lon,
      lat: position.lat,
      position_source: "pin" as const,
    };
    return {
      next: set(now, {
        ...moved,
        chain_level,
        reasons: { ...incident.reasons, location: [...incident.reasons.location, why] },
      }),
      said: {
        text: `位置更正到${names.unit(unit)}`,
        note: reason,
        from: incident.unit,
        to: unit,
        position,
      },
    };
  },

  recategorise: (
    now,
    { category: code, urgency: asked, reason },
    { category: find, names, actor },
  ) => {
    const { incident } = now;
    const category = find(code ?? incident.category);
    if (!category) throw invalid("类别目录中没有这个类别，请重新选择");
    const urgency =
      asked ?? (code && code !== incident.category ? category.urgency : incident.urgency);
    if (category.code === incident.category && urgency === incident.urgency)
      throw invalid("类别和等级都没有变化");
    const parts = [
      ...(category.code === incident.category ? [] : [`类别更正为“${category.name}”`]),
      ...(urgency === incident.urgency
        ? []
        : [`等级由${urgencyNames[incident.urgency]}改为${urgencyNames[urgency]}`]),
    ];
    const why = `${actor.kind === "system" ? "感知告警" : "人工更正"}：${parts.join("，")}：${reason}`;
    const { classification, urgency: urgencies, ...rest } = incident.reasons;
    const reasons: IncidentRow["reasons"] = {
      ...rest,
      classification:
        category.code === incident.category ? classification : [...classification, why],
      urgency: urgency === incident.urgency ? urgencies : [...urgencies, why],
    };
    const lead =
      incident.town && category.code !== incident.category
        ? `${incident.town}/${category.post}`
        : null;
    const suggestion = lead
      ? { ...incident.suggestion, lead, leadName: names.handler(lead) }
      : incident.suggestion;
    const orders = now.orders.map((order) => ({ ...order, urgency_rank: urgencyRanks[urgency] }));
    return {
      next: set(
        { ...now, orders },
        {
          category: category.code,
          urgency,
          reasons,
          suggestion,
        },
      ),
      said: {
        text: parts.join("，"),
        note: reason,
        category: category.code,
        urgency,
        before: { category: incident.category, urgency: incident.urgency },
      },
      restated: true,
    };
  },
};
