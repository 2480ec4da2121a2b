import { AccessList } from "@gezhi/contract/approvals.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const ApprovalsPage = lazyRouteComponent(() => import("./ApprovalsPage.tsx"), "ApprovalsPage");

export const approvalsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/approvals",
  validateSearch: z.object({ list: param(AccessList) }),
  component: function Approvals() {
    const navigate = approvalsRoute.useNavigate();
    const { list } = approvalsRoute.useSearch();
    return (
      <ApprovalsPage list={list} onList={(next) => void navigate({ search: { list: next } })} />
    );
  },
});
