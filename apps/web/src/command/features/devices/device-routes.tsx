import { DeviceState } from "@gezhi/contract/devices.ts";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { appRoute } from "../../app-route.tsx";
import { param } from "../../search-params.ts";

const DevicesPage = lazyRouteComponent(() => import("./DevicesPage.tsx"), "DevicesPage");
const DevicePage = lazyRouteComponent(() => import("./DevicePage.tsx"), "DevicePage");
const DeviceFormPage = lazyRouteComponent(() => import("./DeviceFormPage.tsx"), "DeviceFormPage");

export const DevicesSearch = z.object({
  unit: param(z.string().regex(/^\d{2,17}$/)),
  profile: param(z.string().max(10)),
  state: param(DeviceState),
  q: param(z.string().max(60)),
});
export type DevicesSearch = z.infer<typeof DevicesSearch>;

const devicesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/devices",
  validateSearch: DevicesSearch,
  component: function Devices() {
    const navigate = devicesRoute.useNavigate();
    const onSearch = useCallback((search: DevicesSearch) => void navigate({ search }), [navigate]);
    return <DevicesPage search={devicesRoute.useSearch()} onSearch={onSearch} />;
  },
});

const DeviceSearch = z.object({
  metric: param(z.string().max(40)),
  range: param(z.enum(["day", "week", "month"])),
});
export type DeviceSearch = z.infer<typeof DeviceSearch>;

const deviceRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/devices/$id",
  validateSearch: DeviceSearch,
  component: function OneDevice() {
    const { id } = deviceRoute.useParams();
    const navigate = deviceRoute.useNavigate();
    return (
      <DevicePage
        key={id}
        id={id}
        search={deviceRoute.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
      />
    );
  },
});

const newRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/devices/new",
  component: () => <DeviceFormPage id={undefined} />,
});

const editRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/devices/$id/edit",
  component: function EditDevice() {
    const { id } = editRoute.useParams();
    return <DeviceFormPage key={id} id={id} />;
  },
});

export const deviceRoutes = [devicesRoute, newRoute, deviceRoute, editRoute];
