import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";

const IncidentPage = lazyRouteComponent(() => import("./IncidentPage.tsx"), "IncidentPage");

export const incidentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/incidents/$id",
  validateSearch: z.object({ act: z.string().optional() }),
  component: function Incident() {
    const { id } = incidentRoute.useParams();
    const { act } = incidentRoute.useSearch();
    const navigate = incidentRoute.useNavigate();
    return (
      <IncidentPage
        id={id}
        act={act}
        onAct={(next) => void navigate({ search: next ? { act: next } : {}, replace: true })}
        onIncident={(other) => void navigate({ to: "/incidents/$id", params: { id: other } })}
      />
    );
  },
});
