import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const BriefPage = lazyRouteComponent(() => import("./BriefPage.tsx"), "BriefPage");

const BriefSearch = z.object({
  unit: param(z.string().regex(/^\d{2,15}$/)),
  day: param(z.iso.date()),
});
export type BriefSearch = z.infer<typeof BriefSearch>;

export const briefRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/briefs",
  validateSearch: BriefSearch,
  component: function Briefs() {
    const navigate = briefRoute.useNavigate();
    const search = briefRoute.useSearch();
    return <BriefPage search={search} onSearch={(next) => void navigate({ search: next })} />;
  },
});
