import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { appRoute } from "../../app-route.tsx";
import { MapSearch } from "./map-search.ts";

const MapPage = lazyRouteComponent(() => import("./MapPage.tsx"), "MapPage");

export const mapRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/map",
  validateSearch: MapSearch,
  component: function CityMap() {
    const navigate = mapRoute.useNavigate();
    const onSearch = useCallback(
      (change: Partial<MapSearch>) =>
        void navigate({ search: (before: MapSearch) => ({ ...before, ...change }), replace: true }),
      [navigate],
    );
    return <MapPage search={mapRoute.useSearch()} onSearch={onSearch} />;
  },
});
