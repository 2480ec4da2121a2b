import { HandoutFilter } from "@gezhi/contract/handouts.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const HandoutsPage = lazyRouteComponent(() => import("./HandoutsPage.tsx"), "HandoutsPage");

const HandoutSearch = z.object({
  unit: param(z.string().regex(/^\d{9,17}$/)),
  filter: param(HandoutFilter),
});
export type HandoutSearch = z.infer<typeof HandoutSearch>;

export const handoutsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/handouts",
  validateSearch: HandoutSearch,
  component: function Handouts() {
    const navigate = handoutsRoute.useNavigate();
    const onSearch = useCallback((search: HandoutSearch) => void navigate({ search }), [navigate]);
    return <HandoutsPage search={handoutsRoute.useSearch()} onSearch={onSearch} />;
  },
});
