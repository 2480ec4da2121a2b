import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { rootRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const WallPage = lazyRouteComponent(() => import("./WallPage.tsx"), "WallPage");

/** Without the frame of the other pages: nobody sits before it. */
export const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/wall",
  validateSearch: z.object({
    unit: param(z.string().regex(/^\d{2,15}$/)),
    mode: param(z.literal("emergency")),
  }),
  component: function Wall() {
    const navigate = wallRoute.useNavigate();
    const { unit, mode } = wallRoute.useSearch();
    return (
      <WallPage
        unit={unit}
        emergency={mode === "emergency"}
        onUnit={(next) => void navigate({ search: { unit: next, mode } })}
        onEmergency={(on) =>
          void navigate({ search: { unit, mode: on ? "emergency" : undefined } })
        }
      />
    );
  },
});
