import { Urgency } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { useIncidentCounts } from "../../../shared/incidents/incident-queries.ts";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { DutyToday } from "../duty/DutyToday.tsx";
import { listBehind, type DeskSearch } from "./desk-search.ts";

type Props = { unit: string | undefined; onFilter: (filter: DeskSearch) => void };
const counted = [
  "open",
  "overdue",
  "dueToday",
  "reported",
  "closed",
  "rejected",
  "merged",
] as const;

/** open + closed + rejected + merged = reported. */
export function CountsBar({ unit, onFilter }: Props) {
  const { t } = useTranslation();
  const { data } = useIncidentCounts(unit);
  return (
    <nav className="counts" aria-label={t("desk.counts.label")}>
      {Urgency.options.map((urgency) => (
        <button
          key={urgency}
          type="button"
          onClick={() => onFilter({ list: "all", open: "true", urgency: [urgency] })}
        >
          <UrgencyTag urgency={urgency} />{" "}
          <strong className="figures">{data?.byUrgency[urgency] ?? (data ? 0 : "–")}</strong>
        </button>
      ))}
      {counted.map((name) => (
        <button key={name} type="button" onClick={() => onFilter(listBehind[name])}>
          {t(`desk.counts.${name}`)} <strong className="figures">{data?.[name] ?? "–"}</strong>
        </button>
      ))}
      <DutyToday />
    </nav>
  );
}
