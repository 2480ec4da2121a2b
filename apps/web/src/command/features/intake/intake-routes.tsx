import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../../app-route.tsx";

const NewReportPage = lazyRouteComponent(() => import("./NewReportPage.tsx"), "NewReportPage");

const HotlineImportPage = lazyRouteComponent(
  () => import("./HotlineImportPage.tsx"),
  "HotlineImportPage",
);

export const newReportRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/reports/new",
  component: function NewReport() {
    const navigate = newReportRoute.useNavigate();
    return (
      <NewReportPage
        onIncident={(incident) => void navigate({ to: "/desk", search: { incident } })}
      />
    );
  },
});

export const hotlineImportRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/reports/import",
  component: function HotlineImport() {
    const navigate = hotlineImportRoute.useNavigate();
    return (
      <HotlineImportPage
        onIncident={(id) => void navigate({ to: "/incidents/$id", params: { id } })}
      />
    );
  },
});
