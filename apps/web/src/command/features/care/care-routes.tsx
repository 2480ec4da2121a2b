import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const CarePage = lazyRouteComponent(() => import("./CarePage.tsx"), "CarePage");
const CarePersonPage = lazyRouteComponent(() => import("./CarePersonPage.tsx"), "CarePersonPage");

export const careFilters = ["all", "missed", "open", "visited", "later"] as const;
const CareSearch = z.object({
  unit: param(z.string().regex(/^\d{9,17}$/)),
  filter: param(z.enum(careFilters)),
});
export type CareSearch = z.infer<typeof CareSearch>;

const listRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/care",
  validateSearch: CareSearch,
  component: function Care() {
    const navigate = listRoute.useNavigate();
    const onSearch = useCallback((search: CareSearch) => void navigate({ search }), [navigate]);
    return <CarePage search={listRoute.useSearch()} onSearch={onSearch} />;
  },
});

const personRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/care/$id",
  component: function OnePerson() {
    const { id } = personRoute.useParams();
    return <CarePersonPage key={id} id={id} />;
  },
});

export const careRoutes = [listRoute, personRoute];
