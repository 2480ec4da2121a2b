import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../../app-route.tsx";

export const feedbackRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/feedback",
  component: lazyRouteComponent(() => import("./BacklogPage.tsx"), "BacklogPage"),
});
