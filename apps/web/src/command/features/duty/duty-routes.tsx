import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const DutyPage = lazyRouteComponent(() => import("./DutyPage.tsx"), "DutyPage");

export const DutySearch = z.object({
  unit: param(z.string().regex(/^\d{9}$/)),
  from: param(z.iso.date()),
});
export type DutySearch = z.infer<typeof DutySearch>;

export const dutyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/duty",
  validateSearch: DutySearch,
  component: function Duty() {
    const navigate = dutyRoute.useNavigate();
    const onSearch = useCallback((search: DutySearch) => void navigate({ search }), [navigate]);
    return <DutyPage search={dutyRoute.useSearch()} onSearch={onSearch} />;
  },
});
