import type { Ask, Known } from "./role-matrix-testing.ts";

const everywhere = "bbox=105,28,111,33&zoom=18";

export const mapAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/map/settings": () => ({ path: "/api/map/settings" }),
  "GET /api/tiles/:z/:x/:y": () => ({ path: "/api/tiles/12/3260/1694" }),
  "GET /api/map/incidents": () => ({ path: `/api/map/incidents?${everywhere}` }),
  "GET /api/map/alarms": () => ({ path: `/api/map/alarms?${everywhere}` }),
  "GET /api/map/devices": () => ({ path: `/api/map/devices?${everywhere}` }),
  "GET /api/map/forces": () => ({ path: `/api/map/forces?${everywhere}` }),
  "GET /api/map/units/:code": ({ place }) => ({ path: `/api/map/units/${place.slice(0, 9)}` }),
  "GET /api/incidents/:id/candidates": ({ id }) => ({ path: `/api/incidents/${id}/candidates` }),
};
