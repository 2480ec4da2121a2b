import { createRoute, lazyRouteComponent, Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import {
  IncidentListSearch,
  type IncidentListSearch as ListSearch,
} from "../../../shared/incidents/incident-list-search.ts";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";
import { useOwnCommunities } from "./use-community.ts";

const CommunityPage = lazyRouteComponent(() => import("./CommunityPage.tsx"), "CommunityPage");
const IncidentListPage = lazyRouteComponent(
  () => import("../../../shared/incidents/IncidentListPage.tsx"),
  "IncidentListPage",
);

export const communityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/community",
  validateSearch: z.object({ unit: param(z.string().regex(/^\d{12}$/)) }),
  component: function Community() {
    const navigate = communityRoute.useNavigate();
    const { unit } = communityRoute.useSearch();
    return (
      <CommunityPage unit={unit} onUnit={(next) => void navigate({ search: { unit: next } })} />
    );
  },
});

export const communityListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/community/incidents",
  validateSearch: IncidentListSearch,
  component: function CommunityList() {
    const { t } = useTranslation();
    const search = communityListRoute.useSearch();
    const navigate = communityListRoute.useNavigate();
    const [own = ""] = useOwnCommunities();
    const village = search.unit?.slice(0, 12) ?? own;
    const name = useUnitDetail(village).data?.shortName ?? "";
    const onSearch = useCallback((next: ListSearch) => void navigate({ search: next }), [navigate]);
    return (
      <IncidentListPage
        title={t("community.list", { name })}
        within={village}
        search={search}
        onSearch={onSearch}
        back={
          <Link to="/community" search={{ unit: village }}>
            {t("community.back")}
          </Link>
        }
      />
    );
  },
});
