import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const DoorsPage = lazyRouteComponent(() => import("./DoorsPage.tsx"), "DoorsPage");

export const doorsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/doors",
  validateSearch: z.object({ unit: param(z.string().regex(/^\d{9,17}$/)) }),
  component: function Doors() {
    const navigate = doorsRoute.useNavigate();
    const { unit } = doorsRoute.useSearch();
    return <DoorsPage unit={unit} onUnit={(next) => void navigate({ search: { unit: next } })} />;
  },
});
