import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { z } from "zod";
import { LoadingState } from "../shared/ui/states.tsx";
import { FieldRoot, FieldTrouble } from "./FieldRoot.tsx";
import { HomePage } from "./features/home/HomePage.tsx";

const rootRoute = createRootRoute({
  component: FieldRoot,
  errorComponent: FieldTrouble,
  notFoundComponent: HomePage,
});
const under = { getParentRoute: () => rootRoute };

export const again = z.object({ again: z.string().optional().catch(undefined) });

const routeTree = rootRoute.addChildren([
  createRoute({ ...under, path: "/field", component: HomePage }),
  createRoute({
    ...under,
    path: "/field/report",
    validateSearch: again,
    component: lazyRouteComponent(() => import("./features/report/ReportPage.tsx"), "ReportPage"),
  }),
  createRoute({
    ...under,
    path: "/field/kept/$id",
    component: lazyRouteComponent(() => import("./features/reports/KeptPage.tsx"), "KeptPage"),
  }),
  createRoute({
    ...under,
    path: "/field/tasks",
    validateSearch: z.object({
      list: z.enum(["orders", "visits", "grid", "patrol"]).optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import("./features/tasks/TasksPage.tsx"), "TasksPage"),
  }),
  createRoute({
    ...under,
    path: "/field/rechecks",
    component: lazyRouteComponent(
      () => import("./features/tasks/RechecksPage.tsx"),
      "RechecksPage",
    ),
  }),
  createRoute({
    ...under,
    path: "/field/reports",
    component: lazyRouteComponent(
      () => import("./features/reports/ReportsPage.tsx"),
      "ReportsPage",
    ),
  }),
  createRoute({
    ...under,
    path: "/field/notices",
    validateSearch: z.object({ part: z.enum(["notices", "settings"]).optional().catch(undefined) }),
    component: lazyRouteComponent(
      () => import("./features/notices/NoticesPage.tsx"),
      "NoticesPage",
    ),
  }),
  createRoute({
    ...under,
    path: "/field/incidents/$id",
    component: lazyRouteComponent(
      () => import("./features/incident/IncidentPage.tsx"),
      "IncidentPage",
    ),
  }),
  createRoute({
    ...under,
    path: "/field/incidents/$id/forms/$form",
    component: lazyRouteComponent(() => import("./features/forms/FormPage.tsx"), "FormPage"),
  }),
  createRoute({
    ...under,
    path: "/field/incidents/$id/$act",
    validateSearch: z.object({
      workOrder: z.string().optional().catch(undefined),
      request: z.string().optional().catch(undefined),
      side: z.string().optional().catch(undefined),
      again: z.string().optional().catch(undefined),
    }),
    component: lazyRouteComponent(() => import("./features/incident/ActPage.tsx"), "ActPage"),
  }),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: LoadingState,
});
