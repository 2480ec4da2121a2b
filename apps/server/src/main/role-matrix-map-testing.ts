import type { Ask, Known } from "./role-matrix-testing.ts";

const moment = () => new Date().toISOString();
const everywhere = "bbox=105,28,111,33&zoom=18";

export const mapAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/map/settings": () => ({ path: "/api/map/settings" }),
  "GET /api/tiles/:z/:x/:y": () => ({ path: "/api/tiles/12/3260/1694" }),
  "GET /api/map/incidents": () => ({ path: `/api/map/incidents?${everywhere}` }),
  "GET /api/map/alarms": () => ({ path: `/api/map/alarms?${everywhere}` }),
  "GET /api/map/devices": () => ({ path: `/api/map/devices?${everywhere}` }),
  "GET /api/map/forces": () => ({ path: `/api/map/forces?${everywhere}` }),
  "GET /api/map/people": () => ({ path: `/api/map/people?${everywhere}` }),
  "GET /api/map/heat": () => ({
    path: `/api/map/heat?${everywhere}&from=2026-01-01&to=2099-12-31`,
  }),
  "GET /api/map/history/incidents": () => ({
    path: `/api/map/history/incidents?${everywhere}&at=${moment()}`,
  }),
  "GET /api/map/history/alarms": () => ({
    path: `/api/map/history/alarms?${everywhere}&at=${moment()}`,
  }),
  "GET /api/positions/mine": () => ({ path: "/api/positions/mine" }),
  "PUT /api/positions/mine": () => ({
    path: "/api/positions/mine",
    body: { position: { lon: 106.57, lat: 29.55 }, accuracyM: 9 },
  }),
  "DELETE /api/positions/mine": () => ({ path: "/api/positions/mine" }),
  "GET /api/map/units/:code": ({ place }) => ({ path: `/api/map/units/${place.slice(0, 9)}` }),
  "GET /api/incidents/:id/candidates": ({ id }) => ({ path: `/api/incidents/${id}/candidates` }),
};
