import { HotSpotStatus, RecurrenceBy } from "@gezhi/contract/hot-spots.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const HotSpotsPage = lazyRouteComponent(() => import("./HotSpotsPage.tsx"), "HotSpotsPage");
const HotSpotPage = lazyRouteComponent(() => import("./HotSpotPage.tsx"), "HotSpotPage");
const IssueClassPage = lazyRouteComponent(() => import("./IssueClassPage.tsx"), "IssueClassPage");

export const hotSpotTabs = ["cards", "recurrences", "classes"] as const;
const HotSpotsSearch = z.object({
  tab: param(z.enum(hotSpotTabs)),
  unit: param(z.string().regex(/^\d{2,17}$/)),
  category: param(z.string().regex(/^\d{2,6}$/)),
  status: param(HotSpotStatus),
  by: param(RecurrenceBy),
  days: param(z.coerce.number().int().min(1).max(400)),
  ended: param(z.literal("true")),
});
export type HotSpotsSearch = z.infer<typeof HotSpotsSearch>;

const listRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/hot-spots",
  validateSearch: HotSpotsSearch,
  component: function HotSpots() {
    const navigate = listRoute.useNavigate();
    const onSearch = useCallback((search: HotSpotsSearch) => void navigate({ search }), [navigate]);
    return <HotSpotsPage search={listRoute.useSearch()} onSearch={onSearch} />;
  },
});

const cardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/hot-spots/$id",
  component: function OneCard() {
    const { id } = cardRoute.useParams();
    return <HotSpotPage key={id} id={id} />;
  },
});

const classRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/issue-classes/$id",
  component: function OneClass() {
    const { id } = classRoute.useParams();
    return <IssueClassPage key={id} id={id} />;
  },
});

export const hotSpotRoutes = [listRoute, cardRoute, classRoute];
