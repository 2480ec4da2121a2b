import { Link, useNavigate } from "@tanstack/react-router";
import type { FeatureCollection } from "geojson";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { MapView } from "../../../shared/ui/MapView.tsx";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { ErrorState, LoadingState, QueryState } from "../../../shared/ui/states.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { useGridCounts, useOpenIncidents, type GridRow } from "./use-community.ts";

/** The grids on the map and as a table: the same figures twice, so that nobody needs the map. */
export function GridsPanel({ village }: { village: string }) {
  const { t } = useTranslation();
  return (
    <section className="community-panel" aria-labelledby="community-grids">
      <h2 id="community-grids">{t("community.grids")}</h2>
      <CommunityMap village={village} />
      <GridTable village={village} />
    </section>
  );
}

function CommunityMap({ village }: { village: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const unit = useUnitDetail(village);
  const boundaries = useChildrenBoundaries(village);
  const { rows } = useGridCounts(village);
  const { items } = useOpenIncidents(village);
  const figures = rows.map(({ grid, counts }) => `${grid.code}:${counts?.open ?? ""}`).join(" ");
  const areas = useMemo((): FeatureCollection | undefined => {
    if (!boundaries.data) return undefined;
    const open = new Map(figures.split(" ").map((pair) => pair.split(":") as [string, string]));
    return {
      type: "FeatureCollection",
      features: boundaries.data.features.map((feature) => {
        const { code, shortName } = feature.properties ?? {};
        const count = open.get(String(code));
        const label = count && count !== "0" ? `${shortName} ${count}` : shortName;
        return { ...feature, properties: { ...feature.properties, shortName: label } };
      }),
    };
  }, [boundaries.data, figures]);
  const points = useMemo(
    () =>
      items.flatMap(({ id, title, urgency, position }): MapPoint[] =>
        position ? [{ id, label: title, tone: urgency, position }] : [],
      ),
    [items],
  );
  const open = useCallback(
    (id: string) => void navigate({ to: "/incidents/$id", params: { id } }),
    [navigate],
  );
  if (boundaries.error)
    return <ErrorState error={boundaries.error} onRetry={() => void boundaries.refetch()} />;
  if (!areas || !unit.data) return <LoadingState rows={6} />;
  return (
    <MapView
      key={village}
      label={t("community.mapLabel", { name: unit.data.shortName })}
      center={unit.data}
      areas={areas}
      points={points}
      onPoint={open}
      height={360}
    />
  );
}

const figures = [
  ["open", { open: "true" }],
  ["overdue", { overdue: "true" }],
  ["dueToday", { due: "today" }],
] as const;

function GridTable({ village }: { village: string }) {
  const { t } = useTranslation();
  const { grids, rows } = useGridCounts(village);
  return (
    <QueryState query={grids} rows={4}>
      {() => (
        <DataTable
          caption={t("community.grids")}
          rows={rows}
          keyOf={({ grid }) => grid.code}
          columns={[
            {
              key: "grid",
              title: t("community.grid"),
              header: true,
              render: ({ grid }) => grid.shortName,
            },
            ...figures.map(([name, search]) => ({
              key: name,
              title: t(`community.figures.${name}`),
              align: "right" as const,
              render: ({ grid, counts }: GridRow) => (
                <Link to="/community/incidents" search={{ unit: grid.code, ...search }}>
                  {counts?.[name] ?? "–"}
                </Link>
              ),
            })),
          ]}
        />
      )}
    </QueryState>
  );
}
