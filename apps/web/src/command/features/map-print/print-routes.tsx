import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { queryClient } from "../../../shared/query-client.ts";
import { rootRoute } from "../../app-route.tsx";
import { mapSettingsQuery } from "../map/map-settings-query.ts";
import { MapSearch } from "../map/map-search.ts";

const PrintPage = lazyRouteComponent(() => import("./PrintPage.tsx"), "PrintPage");

/** Without the frame of the other pages: what is seen is the sheet. */
export const mapPrintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/map/print",
  validateSearch: MapSearch,
  // What the map is made of comes beside the page, not after it.
  loader: () => void queryClient.prefetchQuery(mapSettingsQuery),
  component: function MapPrint() {
    return <PrintPage search={mapPrintRoute.useSearch()} />;
  },
});
