import { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { Role } from "@gezhi/contract/identity.ts";
import { createRoute, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";
import { CommandNotFound } from "../../RoutePages.tsx";
import { useAdministered } from "./administered.ts";
import type { ConfigurationSearch } from "./configuration/ConfigurationPage.tsx";
import type { PeopleSearch } from "./people/PeoplePage.tsx";
import type { UnitsSearch } from "./units/UnitsPage.tsx";

const AdminPage = lazyRouteComponent(() => import("./AdminPage.tsx"), "AdminPage");
const UnitsPage = lazyRouteComponent(() => import("./units/UnitsPage.tsx"), "UnitsPage");
const PeoplePage = lazyRouteComponent(() => import("./people/PeoplePage.tsx"), "PeoplePage");
const AppointmentsPage = lazyRouteComponent(
  () => import("./people/AppointmentsPage.tsx"),
  "AppointmentsPage",
);
const ConfigurationPage = lazyRouteComponent(
  () => import("./configuration/ConfigurationPage.tsx"),
  "ConfigurationPage",
);

const ScenariosPage = lazyRouteComponent(
  () => import("./scenarios/ScenariosPage.tsx"),
  "ScenariosPage",
);

const unit = param(z.string().regex(/^\d{2,17}$/));
const text = param(z.string().max(100));

const layout = createRoute({
  getParentRoute: () => appRoute,
  path: "/admin",
  component: AdminPage,
});

const index = createRoute({
  getParentRoute: () => layout,
  path: "/",
  component: () => <Navigate to="/admin/units" replace />,
});

const units = createRoute({
  getParentRoute: () => layout,
  path: "/units",
  validateSearch: z.object({ unit, q: text }),
  component: function Units() {
    const navigate = units.useNavigate();
    const onSearch = useCallback((search: UnitsSearch) => void navigate({ search }), [navigate]);
    return <UnitsPage search={units.useSearch()} onSearch={onSearch} />;
  },
});

const people = createRoute({
  getParentRoute: () => layout,
  path: "/people",
  validateSearch: z.object({ unit, q: text, role: param(Role), person: text }),
  component: function People() {
    const navigate = people.useNavigate();
    const onSearch = useCallback((search: PeopleSearch) => void navigate({ search }), [navigate]);
    return <PeoplePage search={people.useSearch()} onSearch={onSearch} />;
  },
});

const appointments = createRoute({
  getParentRoute: () => layout,
  path: "/appointments",
  validateSearch: z.object({ unit }),
  component: function Appointments() {
    const navigate = appointments.useNavigate();
    const within = useAdministered();
    const { unit: chosen = within } = appointments.useSearch();
    return (
      <AppointmentsPage
        unit={chosen}
        onUnit={(next) => void navigate({ search: { unit: next } })}
      />
    );
  },
});

const configuration = createRoute({
  getParentRoute: () => layout,
  path: "/configuration/$kind",
  validateSearch: z.object({
    unit,
    version: z.coerce.number().int().positive().optional().catch(undefined),
    q: text,
  }),
  component: function Configuration() {
    const navigate = configuration.useNavigate();
    const within = useAdministered();
    const search = configuration.useSearch();
    const kind = ConfigurationKind.safeParse(configuration.useParams().kind);
    const onSearch = useCallback(
      (next: ConfigurationSearch) => void navigate({ search: next, replace: true }),
      [navigate],
    );
    if (!kind.success) return <CommandNotFound />;
    return (
      <ConfigurationPage
        key={kind.data}
        kind={kind.data}
        unit={search.unit ?? within}
        search={search}
        onSearch={onSearch}
      />
    );
  },
});

const scenarios = createRoute({
  getParentRoute: () => layout,
  path: "/scenarios",
  component: ScenariosPage,
});

export const adminRoute = layout.addChildren([
  index,
  units,
  people,
  appointments,
  configuration,
  scenarios,
]);
