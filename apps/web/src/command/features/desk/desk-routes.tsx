import type { Role } from "@gezhi/contract/identity.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useMe } from "../../../shared/session.ts";
import { appRoute } from "../../app-route.tsx";
import { deskOf, DeskSearch } from "./desk-search.ts";

const TaskBoard = lazyRouteComponent(() => import("./TaskBoard.tsx"), "TaskBoard");
const DeskPage = lazyRouteComponent(() => import("./DeskPage.tsx"), "DeskPage");

/** Who works through the queue; others only look on. */
const centreRoles: readonly Role[] = ["dispatcher", "dutyOfficer", "commander"];

export const deskRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/desk",
  validateSearch: DeskSearch,
  component: function Desk() {
    const atCentre = useMe().appointments.some(({ role }) => centreRoles.includes(role));
    const asked = deskRoute.useSearch();
    const search = useMemo(() => deskOf(asked, atCentre), [asked, atCentre]);
    const navigate = deskRoute.useNavigate();
    const onSearch = useCallback((next: DeskSearch) => void navigate({ search: next }), [navigate]);
    return search.view === "board" ? (
      <TaskBoard search={search} onSearch={onSearch} />
    ) : (
      <DeskPage
        search={search}
        atCentre={atCentre}
        onSearch={onSearch}
        onNewReport={() => void navigate({ to: "/reports/new" })}
      />
    );
  },
});
