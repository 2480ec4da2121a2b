import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const CityPage = lazyRouteComponent(() => import("./CityPage.tsx"), "CityPage");

export const cityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/city",
  validateSearch: z.object({ unit: param(z.string().regex(/^\d{2,15}$/)) }),
  component: function City() {
    const navigate = cityRoute.useNavigate();
    const { unit } = cityRoute.useSearch();
    return <CityPage unit={unit} onUnit={(next) => void navigate({ search: { unit: next } })} />;
  },
});
