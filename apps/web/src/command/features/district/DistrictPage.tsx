import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { useMe } from "../../../shared/session.ts";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { useKeys } from "../desk/use-keys.ts";
import { IncidentView } from "../incident/IncidentView.tsx";
import "./district.css";
import { districtGroups, groupOf, type DistrictGroup } from "./district-groups.ts";
import type { DistrictSearch } from "./district-routes.tsx";
import { EscalationBrief } from "./EscalationBrief.tsx";
import { EscalationRow } from "./EscalationRow.tsx";
import { isCity, useDistrict } from "./use-district.ts";

type Props = { search: DistrictSearch; onSearch: (search: DistrictSearch) => void };
const filter = { list: "escalations", sort: "urgency", limit: 200 };

/** What towns could not solve, with what they tried; here it is decided, given to departments and answered. */
export function DistrictPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const district = useDistrict();
  const name = useUnitDetail(district).data?.name ?? "";
  const pages = useIncidentPages(filter);
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  // The groups count everything that waits, so every page is fetched.
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  const groups = useMemo(() => {
    const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
    return Map.groupBy(rows, groupOf);
  }, [pages.data]);
  const first = districtGroups.find((group) => groups.has(group)) ?? "decide";
  const shown = search.group ?? first;
  const rows = groups.get(shown) ?? [];
  const index = rows.findIndex(({ id }) => id === search.incident);

  const open = (incident: string | undefined, act?: string) =>
    onSearch({ group: search.group, incident, act });
  const move = (step: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, index + step))];
    if (next) open(next.id);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Escape: () => (search.act ? open(search.incident) : open(undefined)),
  });

  if (!me.screens.includes("district"))
    return <EmptyState title={t("district.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className={`district${search.incident ? " district-with-incident" : ""}`}>
      <section className="district-list" aria-label={t("district.title")}>
        <header className="district-head">
          <h1>
            {name} {t(isCity(district) ? "district.unplaced" : "district.title")}
          </h1>
          {!isCity(district) && (
            <Link to="/district/incidents" search={{ open: "true" }}>
              {t("district.all")}
            </Link>
          )}
        </header>
        {isCity(district) && <p className="muted district-note">{t("district.unplacedNote")}</p>}
        <Groups
          groups={groups}
          shown={shown}
          onGroup={(group) => onSearch({ group, incident: undefined, act: undefined })}
        />
        <QueryState query={pages} rows={8}>
          {() =>
            rows.length === 0 ? (
              <EmptyState title={t(`district.empty.${shown}`)} hint={t("desk.emptyHint")} />
            ) : (
              <ol className="district-rows" aria-label={t(`district.groups.${shown}`)}>
                {rows.map((incident) => (
                  <EscalationRow
                    key={incident.id}
                    incident={incident}
                    open={incident.id === search.incident}
                    onOpen={() => open(incident.id)}
                  />
                ))}
              </ol>
            )
          }
        </QueryState>
      </section>
      <section className="district-pane" aria-label={t("district.detail")}>
        {search.incident ? (
          <>
            <EscalationBrief id={search.incident} />
            <IncidentView
              key={search.incident}
              id={search.incident}
              act={search.act}
              onAct={(act) => open(search.incident, act)}
              onIncident={(other) => open(other)}
              onClose={() => open(undefined)}
            />
          </>
        ) : (
          <EmptyState title={t("district.nothingOpen")} hint={t("district.keys")} />
        )}
      </section>
    </div>
  );
}

type GroupsProps = {
  groups: ReadonlyMap<DistrictGroup, readonly IncidentSummary[]>;
  shown: DistrictGroup;
  onGroup: (group: DistrictGroup) => void;
};

function Groups({ groups, shown, onGroup }: GroupsProps) {
  const { t } = useTranslation();
  return (
    <nav className="district-groups" aria-label={t("district.groupsLabel")}>
      {districtGroups.map((group) => (
        <button
          key={group}
          type="button"
          aria-current={group === shown ? "true" : undefined}
          onClick={() => onGroup(group)}
        >
          {t(`district.groups.${group}`)}{" "}
          <strong className="figures">{groups.get(group)?.length ?? 0}</strong>
        </button>
      ))}
    </nav>
  );
}
