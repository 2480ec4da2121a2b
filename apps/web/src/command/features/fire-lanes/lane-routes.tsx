import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../../app-route.tsx";

export const fireLanesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/fire-lanes",
  component: lazyRouteComponent(() => import("./FireLanesPage.tsx"), "FireLanesPage"),
});
