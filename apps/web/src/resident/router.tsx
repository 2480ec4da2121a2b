import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type ErrorComponentProps,
} from "@tanstack/react-router";
import { z } from "zod";
import { ErrorState, LoadingState } from "../shared/ui/states.tsx";
import { HomePage } from "./features/home/HomePage.tsx";
import "./resident.css";

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: Trouble,
  notFoundComponent: HomePage,
});
const under = { getParentRoute: () => rootRoute };

const progressPage = lazyRouteComponent(
  () => import("./features/track/ProgressPage.tsx"),
  "ProgressPage",
);

const routeTree = rootRoute.addChildren([
  createRoute({ ...under, path: "/r", component: HomePage }),
  createRoute({
    ...under,
    path: "/r/report",
    validateSearch: z.object({ again: z.string().optional().catch(undefined) }),
    component: lazyRouteComponent(() => import("./features/report/ReportPage.tsx"), "ReportPage"),
  }),
  createRoute({
    ...under,
    path: "/r/snap",
    component: lazyRouteComponent(() => import("./features/snap/SnapPage.tsx"), "SnapPage"),
  }),
  createRoute({
    ...under,
    path: "/r/kept/$id",
    component: lazyRouteComponent(() => import("./features/receipt/KeptPage.tsx"), "KeptPage"),
  }),
  createRoute({
    ...under,
    path: "/r/track",
    component: lazyRouteComponent(() => import("./features/track/AskPage.tsx"), "AskPage"),
  }),
  createRoute({
    ...under,
    path: "/r/proofs",
    component: lazyRouteComponent(() => import("./features/proofs/ProofsPage.tsx"), "ProofsPage"),
  }),
  createRoute({
    ...under,
    path: "/r/visitors",
    component: lazyRouteComponent(
      () => import("./features/visitors/VisitorsPage.tsx"),
      "VisitorsPage",
    ),
  }),
  createRoute({
    ...under,
    path: "/r/way/$call",
    component: lazyRouteComponent(() => import("./features/way/WayPage.tsx"), "WayPage"),
  }),
  createRoute({ ...under, path: "/r/receipts/$number", component: progressPage }),
  createRoute({
    ...under,
    path: "/r/track/$number",
    validateSearch: z.object({ token: z.string().catch("") }),
    component: progressPage,
  }),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: LoadingState,
  // A token of digits only must stay the text it is.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([key, value]) =>
        typeof value === "string" && value !== "" ? [[key, value]] : [],
      ),
    ).toString();
    return text && `?${text}`;
  },
});

function Trouble({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error instanceof Error ? error : null} onRetry={reset} />;
}
