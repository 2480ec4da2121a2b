import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { appRoute } from "../../app-route.tsx";
import { DeskSearch } from "./desk-search.ts";

const DeskPage = lazyRouteComponent(() => import("./DeskPage.tsx"), "DeskPage");

export const deskRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/desk",
  validateSearch: DeskSearch,
  component: function Desk() {
    const search = deskRoute.useSearch();
    const navigate = deskRoute.useNavigate();
    const onSearch = useCallback((next: DeskSearch) => void navigate({ search: next }), [navigate]);
    return (
      <DeskPage
        search={search}
        onSearch={onSearch}
        onNewReport={() => void navigate({ to: "/reports/new" })}
      />
    );
  },
});
