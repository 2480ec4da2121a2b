import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const PatrolDuesPage = lazyRouteComponent(() => import("./PatrolDuesPage.tsx"), "PatrolDuesPage");

const PatrolDuesSearch = z.object({
  unit: param(z.string().regex(/^\d{9,15}$/)),
  days: param(z.enum(["1", "7", "30"])),
  state: param(z.enum(["due", "done", "missed"])),
  duty: param(z.string().regex(/^[A-G]\d{2}$/)),
});
export type PatrolDuesSearch = z.infer<typeof PatrolDuesSearch>;

export const patrolDuesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/patrols",
  validateSearch: PatrolDuesSearch,
  component: function PatrolDues() {
    const navigate = patrolDuesRoute.useNavigate();
    return (
      <PatrolDuesPage
        search={patrolDuesRoute.useSearch()}
        onSearch={(search) => void navigate({ search })}
      />
    );
  },
});
