import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const FourListsPage = lazyRouteComponent(() => import("./FourListsPage.tsx"), "FourListsPage");

export const listTabs = ["check", "figures", "plates", "forms"] as const;
const FourListsSearch = z.object({
  tab: param(z.enum(listTabs)),
  month: param(z.string().regex(/^20\d\d-\d\d$/)),
  unit: param(z.string().regex(/^\d{2,17}$/)),
});
export type FourListsSearch = z.infer<typeof FourListsSearch>;

export const fourListsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/four-lists",
  validateSearch: FourListsSearch,
  component: function FourLists() {
    const navigate = fourListsRoute.useNavigate();
    const onSearch = useCallback(
      (search: FourListsSearch) => void navigate({ search }),
      [navigate],
    );
    return <FourListsPage search={fourListsRoute.useSearch()} onSearch={onSearch} />;
  },
});
