import { FigureBy, Kpi } from "@gezhi/contract/figures.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { createRoute, lazyRouteComponent, Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import {
  IncidentListSearch,
  type IncidentListSearch as ListSearch,
} from "../../../shared/incidents/incident-list-search.ts";
import { useMe } from "../../../shared/session.ts";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const StatisticsPage = lazyRouteComponent(() => import("./StatisticsPage.tsx"), "StatisticsPage");
const IncidentListPage = lazyRouteComponent(
  () => import("../../../shared/incidents/IncidentListPage.tsx"),
  "IncidentListPage",
);

export const StatisticsSearch = z.object({
  unit: param(z.string().regex(/^\d{2,15}$/)),
  kpi: param(Kpi),
  by: param(FigureBy),
  period: param(z.enum(["today", "yesterday", "week", "month", "year"])),
  category: param(z.string().regex(/^\d{2}$/)),
  source: param(ReportSource),
});
export type StatisticsSearch = z.infer<typeof StatisticsSearch>;

export const statisticsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/statistics",
  validateSearch: StatisticsSearch,
  component: function Statistics() {
    const navigate = statisticsRoute.useNavigate();
    const search = statisticsRoute.useSearch();
    return <StatisticsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
  },
});

const WhistlesPage = lazyRouteComponent(() => import("./WhistlesPage.tsx"), "WhistlesPage");

const WhistlesSearch = StatisticsSearch.pick({ unit: true, period: true });
export type WhistlesSearch = z.infer<typeof WhistlesSearch>;

export const whistlesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/whistles",
  validateSearch: WhistlesSearch,
  component: function Whistles() {
    const navigate = whistlesRoute.useNavigate();
    const search = whistlesRoute.useSearch();
    return <WhistlesPage search={search} onSearch={(next) => void navigate({ search: next })} />;
  },
});

const SuggestionsPage = lazyRouteComponent(
  () => import("./SuggestionsPage.tsx"),
  "SuggestionsPage",
);

export const suggestionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/suggestions",
  validateSearch: WhistlesSearch,
  component: function Suggestions() {
    const navigate = suggestionsRoute.useNavigate();
    const search = suggestionsRoute.useSearch();
    return <SuggestionsPage search={search} onSearch={(next) => void navigate({ search: next })} />;
  },
});

const FallsPage = lazyRouteComponent(() => import("./FallsPage.tsx"), "FallsPage");

const FallsSearch = StatisticsSearch.pick({ unit: true });
export type FallsSearch = z.infer<typeof FallsSearch>;

export const fallsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/falls",
  validateSearch: FallsSearch,
  component: function Falls() {
    return <FallsPage search={fallsRoute.useSearch()} />;
  },
});

/** The incidents that a figure counts, whatever page it stands on. */
export const figureListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/figures/incidents",
  validateSearch: IncidentListSearch,
  component: function FigureList() {
    const { t } = useTranslation();
    const search = figureListRoute.useSearch();
    const navigate = figureListRoute.useNavigate();
    const own = useMe().appointments[0]?.unit ?? "50";
    const unit = search.unit ?? own;
    const name = useUnitDetail(unit).data?.shortName ?? "";
    const onSearch = useCallback((next: ListSearch) => void navigate({ search: next }), [navigate]);
    return (
      <IncidentListPage
        title={t("figures.list", { unit: name })}
        within={unit}
        search={search}
        onSearch={onSearch}
        back={
          <Link to="/statistics" search={{ unit }}>
            {t("figures.back")}
          </Link>
        }
      />
    );
  },
});
