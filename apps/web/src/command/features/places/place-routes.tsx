import { PlaceKind } from "@gezhi/contract/places.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const PlacesPage = lazyRouteComponent(() => import("./PlacesPage.tsx"), "PlacesPage");
const PlacePage = lazyRouteComponent(() => import("./PlacePage.tsx"), "PlacePage");
const PlaceFormPage = lazyRouteComponent(() => import("./PlaceFormPage.tsx"), "PlaceFormPage");

const PlacesSearch = z.object({
  unit: param(z.string().regex(/^\d{2,17}$/)),
  kind: param(PlaceKind),
  tag: param(z.string().max(20)),
  q: param(z.string().max(60)),
  ended: param(z.literal("true")),
});
export type PlacesSearch = z.infer<typeof PlacesSearch>;

const placesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/places",
  validateSearch: PlacesSearch,
  component: function Places() {
    const navigate = placesRoute.useNavigate();
    const onSearch = useCallback((search: PlacesSearch) => void navigate({ search }), [navigate]);
    return <PlacesPage search={placesRoute.useSearch()} onSearch={onSearch} />;
  },
});

const newRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/places/new",
  component: () => <PlaceFormPage id={undefined} />,
});

const placeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/places/$id",
  component: function OnePlace() {
    const { id } = placeRoute.useParams();
    return <PlacePage key={id} id={id} />;
  },
});

const editRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/places/$id/edit",
  component: function EditPlace() {
    const { id } = editRoute.useParams();
    return <PlaceFormPage key={id} id={id} />;
  },
});

export const placeRoutes = [placesRoute, newRoute, placeRoute, editRoute];
