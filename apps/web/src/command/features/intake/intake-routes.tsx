import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../../app-route.tsx";

const NewReportPage = lazyRouteComponent(() => import("./NewReportPage.tsx"), "NewReportPage");

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
