import { createRoute, lazyRouteComponent, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { queryClient } from "../../../shared/query-client.ts";
import { appRoute } from "../../app-route.tsx";
import { mapSettingsQuery } from "./map-settings-query.ts";
import { MapSearch } from "./map-search.ts";

const MapPage = lazyRouteComponent(() => import("./MapPage.tsx"), "MapPage");

export const mapRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/map",
  validateSearch: MapSearch,
  // The library and what the map is made of are fetched beside the page, not one after the other.
  loader: () => {
    void queryClient.prefetchQuery(mapSettingsQuery);
    import("./CityMap.tsx").catch(() => undefined);
  },
  component: function CityMap() {
    const navigate = mapRoute.useNavigate();
    const router = useRouter();
    const onSearch = useCallback(
      (change: Partial<MapSearch>) => {
        // Whoever is on the way to another page is not called back by the view that settles.
        if (router.latestLocation.pathname !== mapRoute.fullPath) return;
        void navigate({ search: (before: MapSearch) => ({ ...before, ...change }), replace: true });
      },
      [navigate, router],
    );
    return <MapPage search={mapRoute.useSearch()} onSearch={onSearch} />;
  },
});
