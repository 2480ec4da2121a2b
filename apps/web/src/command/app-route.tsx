import { createRootRoute, createRoute, Outlet } from "@tanstack/react-router";
import { AppFrame } from "../shared/frame/AppFrame.tsx";
import { SessionGate } from "../shared/SessionGate.tsx";
import { CommandError, CommandNotFound } from "./RoutePages.tsx";

export const rootRoute = createRootRoute({
  component: () => (
    <SessionGate>
      <Outlet />
    </SessionGate>
  ),
  errorComponent: CommandError,
  notFoundComponent: CommandNotFound,
});

/** Parent of every page with the frame around it. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  component: () => (
    <AppFrame>
      <Outlet />
    </AppFrame>
  ),
});
