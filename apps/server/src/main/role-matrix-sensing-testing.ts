import type { Ask, Known } from "./role-matrix-testing.ts";

const nobody = "500103-01920000-0000-7000-8000-00000000abcd";
const reason = { reason: "工作需要" };
let number = 0;
const device = (unit: string) => ({
  code: `MATRIX-${++number}`,
  name: "测试烟感",
  profile: "SE04",
  unit: unit.slice(0, 15),
});

/** How each route about devices and alarms is asked; see `role-matrix-asks-testing.ts`. */
export const sensingAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/devices": () => ({ path: "/api/devices" }),
  "GET /api/devices/states": ({ place }) => ({
    path: `/api/devices/states?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/devices/export.csv": ({ place }) => ({
    path: `/api/devices/export.csv?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/devices/:id": () => ({ path: `/api/devices/${nobody}` }),
  "POST /api/devices": ({ place }) => ({ path: "/api/devices", body: device(place) }),
  "PUT /api/devices/:id": ({ place }) => ({ path: `/api/devices/${nobody}`, body: device(place) }),
  "POST /api/devices/:id/retirement": () => ({
    path: `/api/devices/${nobody}/retirement`,
    body: reason,
  }),
  "POST /api/devices/:id/password-reset": () => ({
    path: `/api/devices/${nobody}/password-reset`,
  }),
  "PUT /api/devices/:id/maintenance": () => ({
    path: `/api/devices/${nobody}/maintenance`,
    body: { until: new Date(Date.now() + 3_600_000).toISOString(), ...reason },
  }),
  "DELETE /api/devices/:id/maintenance": () => ({ path: `/api/devices/${nobody}/maintenance` }),
  "POST /api/devices/:id/reveal": () => ({ path: `/api/devices/${nobody}/reveal`, body: reason }),
  "POST /api/devices/import": () => ({
    path: "/api/devices/import?dryRun=true",
    upload: { name: "a.csv", type: "text/csv", content: "a,b\n1,2\n" },
  }),
};
