import { AlarmStatus } from "@gezhi/contract/alarms.ts";
import { IncidentId } from "@gezhi/contract/ids.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const AlarmsPage = lazyRouteComponent(() => import("./AlarmsPage.tsx"), "AlarmsPage");
const AlarmPage = lazyRouteComponent(() => import("./AlarmPage.tsx"), "AlarmPage");
const PrecisionPage = lazyRouteComponent(() => import("./PrecisionPage.tsx"), "PrecisionPage");
const ForecastsPage = lazyRouteComponent(
  () => import("../forecasts/ForecastsPage.tsx"),
  "ForecastsPage",
);
const ContactsPage = lazyRouteComponent(() => import("./ContactsPage.tsx"), "ContactsPage");

const unit = param(z.string().regex(/^\d{2,17}$/));

export const AlarmsSearch = z.object({
  list: param(z.enum(["open", "all"])),
  unit,
  level: param(Urgency),
  status: param(AlarmStatus),
  rule: param(z.string().max(10)),
  incident: param(IncidentId),
});
export type AlarmsSearch = z.infer<typeof AlarmsSearch>;

const alarmsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/alarms",
  validateSearch: AlarmsSearch,
  component: function Alarms() {
    const navigate = alarmsRoute.useNavigate();
    const onSearch = useCallback((search: AlarmsSearch) => void navigate({ search }), [navigate]);
    return <AlarmsPage search={alarmsRoute.useSearch()} onSearch={onSearch} />;
  },
});

const alarmRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/alarms/$id",
  component: function OneAlarm() {
    const { id } = alarmRoute.useParams();
    return <AlarmPage key={id} id={id} />;
  },
});

export const PrecisionSearch = z.object({
  unit,
  days: z.coerce.number().int().min(1).max(365).optional().catch(undefined),
  proposals: param(z.literal("true")),
});
export type PrecisionSearch = z.infer<typeof PrecisionSearch>;

const precisionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/alarms/precision",
  validateSearch: PrecisionSearch,
  component: function Precision() {
    const navigate = precisionRoute.useNavigate();
    return (
      <PrecisionPage
        search={precisionRoute.useSearch()}
        onSearch={(search) => void navigate({ search })}
      />
    );
  },
});

const contactsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/alarms/contacts",
  validateSearch: z.object({ unit }),
  component: function Contacts() {
    const navigate = contactsRoute.useNavigate();
    return (
      <ContactsPage
        unit={contactsRoute.useSearch().unit}
        onUnit={(next) => void navigate({ search: { unit: next } })}
      />
    );
  },
});

const forecastsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/alarms/forecasts",
  validateSearch: z.object({ unit: param(z.string().regex(/^\d{9,17}$/)) }),
  component: function Forecasts() {
    const navigate = forecastsRoute.useNavigate();
    return (
      <ForecastsPage
        unit={forecastsRoute.useSearch().unit}
        onUnit={(next) => void navigate({ search: { unit: next } })}
      />
    );
  },
});

export const alarmRoutes = [alarmsRoute, forecastsRoute, precisionRoute, contactsRoute, alarmRoute];
