import { createRoute, lazyRouteComponent, Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import {
  IncidentListSearch,
  type IncidentListSearch as ListSearch,
} from "../../../shared/incidents/incident-list-search.ts";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";
import { districtGroups } from "./district-groups.ts";
import { useDistrict } from "./use-district.ts";

const DistrictPage = lazyRouteComponent(() => import("./DistrictPage.tsx"), "DistrictPage");
const IncidentListPage = lazyRouteComponent(
  () => import("../../../shared/incidents/IncidentListPage.tsx"),
  "IncidentListPage",
);

export const DistrictSearch = z.object({
  group: param(z.enum(districtGroups)),
  incident: param(z.string()),
  act: param(z.string()),
});
export type DistrictSearch = z.infer<typeof DistrictSearch>;

export const districtRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/district",
  validateSearch: DistrictSearch,
  component: function District() {
    const navigate = districtRoute.useNavigate();
    const onSearch = useCallback((search: DistrictSearch) => void navigate({ search }), [navigate]);
    return <DistrictPage search={districtRoute.useSearch()} onSearch={onSearch} />;
  },
});

export const districtListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/district/incidents",
  validateSearch: IncidentListSearch,
  component: function DistrictList() {
    const { t } = useTranslation();
    const district = useDistrict();
    const navigate = districtListRoute.useNavigate();
    const onSearch = useCallback((search: ListSearch) => void navigate({ search }), [navigate]);
    return (
      <IncidentListPage
        title={t("district.all")}
        within={district}
        search={districtListRoute.useSearch()}
        onSearch={onSearch}
        back={<Link to="/district">{t("district.back")}</Link>}
        note={t("district.maskedNote")}
      />
    );
  },
});
