import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app-route.tsx";
import { MapSearch } from "../map/map-search.ts";

const PrintPage = lazyRouteComponent(() => import("./PrintPage.tsx"), "PrintPage");

/** Without the frame of the other pages: what is seen is the sheet. */
export const mapPrintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/map/print",
  validateSearch: MapSearch,
  component: function MapPrint() {
    return <PrintPage search={mapPrintRoute.useSearch()} />;
  },
});
