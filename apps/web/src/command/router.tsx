import { createRoute, createRouter, Navigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useMe } from "../shared/session.ts";
import { PasswordPage } from "../shared/sign-in/PasswordPage.tsx";
import { LoadingState } from "../shared/ui/states.tsx";
import { appRoute, rootRoute } from "./app-route.tsx";
import { parseSearch, stringifySearch } from "./search-params.ts";
import { alarmRoutes } from "./features/alarms/alarm-routes.tsx";
import { adminRoute } from "./features/admin/admin-routes.tsx";
import { patrolDuesRoute } from "./features/patrols/patrol-routes.tsx";
import { approvalsRoute } from "./features/approvals/approvals-routes.tsx";
import { auditRoute } from "./features/audit/audit-routes.tsx";
import { careRoutes } from "./features/care/care-routes.tsx";
import { handoutsRoute } from "./features/handouts/handout-routes.tsx";
import { cityRoute } from "./features/city/city-routes.tsx";
import { communityListRoute, communityRoute } from "./features/community/community-routes.tsx";
import { deputyRoute } from "./features/deputy/deputy-routes.tsx";
import { deskRoute } from "./features/desk/desk-routes.tsx";
import { deviceRoutes } from "./features/devices/device-routes.tsx";
import { districtListRoute, districtRoute } from "./features/district/district-routes.tsx";
import { doorsRoute } from "./features/doors/door-routes.tsx";
import { dutyRoute } from "./features/duty/duty-routes.tsx";
import { feedbackRoute } from "./features/feedback/feedback-routes.tsx";
import { fireLanesRoute } from "./features/fire-lanes/lane-routes.tsx";
import { fourListsRoute } from "./features/four-lists/list-routes.tsx";
import { hotSpotRoutes } from "./features/hot-spots/hot-spot-routes.tsx";
import { inboxRoute } from "./features/inbox/inbox-routes.tsx";
import { incidentRoute } from "./features/incident/incident-routes.tsx";
import { hotlineImportRoute, newReportRoute } from "./features/intake/intake-routes.tsx";
import { mapRoute } from "./features/map/map-routes.tsx";
import { assessmentRoute } from "./features/statistics/assessment-routes.tsx";
import { briefRoute } from "./features/statistics/brief-routes.tsx";
import { mapPrintRoute } from "./features/map-print/print-routes.tsx";
import {
  figureListRoute,
  statisticsRoute,
  suggestionsRoute,
  whistlesRoute,
  fallsRoute,
} from "./features/statistics/statistics-routes.tsx";
import { wallRoute } from "./features/wall/wall-routes.tsx";
import { outboxRoute } from "./features/outbox/outbox-routes.tsx";
import { placeRoutes } from "./features/places/place-routes.tsx";

const homeRoute = createRoute({ getParentRoute: () => appRoute, path: "/", component: Home });
const passwordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/password",
  component: PasswordPage,
});

function Home() {
  const { home } = useMe();
  const elsewhere = home.startsWith("/field");
  useEffect(() => {
    if (elsewhere) window.location.replace(home);
  }, [elsewhere, home]);
  return elsewhere ? <LoadingState /> : <Navigate to={home} replace />;
}

/** Each feature exports its routes; this is the only place that joins them. */
const routeTree = rootRoute.addChildren([
  appRoute.addChildren([
    homeRoute,
    passwordRoute,
    deskRoute,
    inboxRoute,
    incidentRoute,
    newReportRoute,
    hotlineImportRoute,
    communityRoute,
    communityListRoute,
    districtRoute,
    districtListRoute,
    figureListRoute,
    assessmentRoute,
    statisticsRoute,
    suggestionsRoute,
    whistlesRoute,
    fallsRoute,
    briefRoute,
    ...alarmRoutes,
    ...deviceRoutes,
    ...placeRoutes,
    ...hotSpotRoutes,
    fourListsRoute,
    ...careRoutes,
    handoutsRoute,
    doorsRoute,
    fireLanesRoute,
    feedbackRoute,
    adminRoute,
    auditRoute,
    approvalsRoute,
    dutyRoute,
    cityRoute,
    deputyRoute,
    outboxRoute,
    mapRoute,
    patrolDuesRoute,
  ]),
  wallRoute,
  mapPrintRoute,
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  parseSearch,
  stringifySearch,
  defaultPendingComponent: LoadingState,
});
