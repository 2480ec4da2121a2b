import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const AssessmentPage = lazyRouteComponent(() => import("./AssessmentPage.tsx"), "AssessmentPage");

const AssessmentSearch = z.object({
  unit: param(z.string().regex(/^\d{2,12}$/)),
  period: param(z.enum(["week", "month", "year"])),
});
export type AssessmentSearch = z.infer<typeof AssessmentSearch>;

export const assessmentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/assessment",
  validateSearch: AssessmentSearch,
  component: function Assessed() {
    const navigate = assessmentRoute.useNavigate();
    const search = assessmentRoute.useSearch();
    return <AssessmentPage search={search} onSearch={(next) => void navigate({ search: next })} />;
  },
});
