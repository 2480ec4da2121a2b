import type { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { zhCN } from "../../../shared/i18n/zh-CN.ts";
import type { IncidentListSearch } from "../../../shared/incidents/incident-list-search.ts";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useCommunityCounts } from "./use-community.ts";

type Figure = {
  name: keyof (typeof zhCN)["community"]["figures"];
  search: IncidentListSearch;
  of: (counts: IncidentCounts) => number | undefined;
};
const figures: readonly Figure[] = [
  { name: "open", search: { open: "true" }, of: ({ open }) => open },
  { name: "overdue", search: { overdue: "true", sort: "due" }, of: ({ overdue }) => overdue },
  { name: "dueToday", search: { due: "today", sort: "due" }, of: ({ dueToday }) => dueToday },
  {
    name: "reportedToday",
    search: { opened: "today", sort: "newest" },
    of: ({ today }) => today?.reported,
  },
  {
    name: "closedToday",
    search: { closed: "today", sort: "newest" },
    of: ({ today }) => today?.closed,
  },
];

/** Every number opens the list it counts. */
export function FiguresBar({ village }: { village: string }) {
  const { t } = useTranslation();
  const { data } = useCommunityCounts(village);
  return (
    <nav className="community-figures" aria-label={t("desk.counts.label")}>
      {figures.map(({ name, search, of }) => (
        <Link key={name} to="/community/incidents" search={{ unit: village, ...search }}>
          <strong className="figures">{(data && of(data)) ?? "–"}</strong>
          <span>{t(`community.figures.${name}`)}</span>
        </Link>
      ))}
      <span className="community-urgencies">
        {Urgency.options.map((urgency) => (
          <Link
            key={urgency}
            to="/community/incidents"
            search={{ unit: village, open: "true", urgency: [urgency] }}
          >
            <UrgencyTag urgency={urgency} />{" "}
            <strong className="figures">{data ? (data.byUrgency[urgency] ?? 0) : "–"}</strong>
          </Link>
        ))}
      </span>
    </nav>
  );
}
