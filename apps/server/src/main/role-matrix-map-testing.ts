import type { Ask, Known } from "./role-matrix-testing.ts";

const moment = () => new Date().toISOString();
const noPlot = "500103-01920000-0000-7000-8000-00000000abcd";
const drawing = {
  kind: "post",
  name: "岗点",
  geometry: { type: "Point", coordinates: [0, 0] },
};
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
  "GET /api/map/history/devices": () => ({
    path: `/api/map/history/devices?${everywhere}&at=${moment()}`,
  }),
  "GET /api/map/history/people": () => ({
    path: `/api/map/history/people?${everywhere}&at=${moment()}&reason=${encodeURIComponent("复盘处置")}`,
  }),
  "GET /api/map/patrols": () => ({ path: `/api/map/patrols?${everywhere}` }),
  "GET /api/patrol-duties": ({ place }) => ({
    path: `/api/patrol-duties?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/patrols/mine": () => ({ path: "/api/patrols/mine" }),
  "GET /api/patrols/:id": () => ({ path: `/api/patrols/${noPlot}` }),
  "POST /api/patrols": ({ place }) => ({
    path: "/api/patrols",
    body: {
      id: "01920000-0000-7000-8000-00000000abcd",
      unit: place,
      // None of the list: whoever may walk is told so, and nothing is written.
      duty: "C01",
      startedAt: moment(),
      endedAt: null,
      track: [],
    },
  }),
  "DELETE /api/patrols/:id": () => ({ path: `/api/patrols/${noPlot}` }),
  "GET /api/positions/mine": () => ({ path: "/api/positions/mine" }),
  "PUT /api/positions/mine": () => ({
    path: "/api/positions/mine",
    body: { position: { lon: 106.57, lat: 29.55 }, accuracyM: 9 },
  }),
  "DELETE /api/positions/mine": () => ({ path: "/api/positions/mine" }),
  "DELETE /api/positions/mine/history": () => ({ path: "/api/positions/mine/history" }),
  "GET /api/map/units/:code": ({ place }) => ({ path: `/api/map/units/${place.slice(0, 9)}` }),
  "GET /api/map/places": () => ({ path: `/api/map/places?${everywhere}&kind=hydrant` }),
  "GET /api/incidents/:id/plan-overlay": ({ id }) => ({
    path: `/api/incidents/${id}/plan-overlay`,
  }),
  "GET /api/plots": ({ id }) => ({ path: `/api/plots?incident=${id}` }),
  "POST /api/plots": ({ id }) => ({
    path: "/api/plots",
    body: { owner: { type: "incident", incident: id }, ...drawing },
  }),
  "GET /api/plots/:id": () => ({ path: `/api/plots/${noPlot}` }),
  "GET /api/plots/:id/versions": () => ({ path: `/api/plots/${noPlot}/versions` }),
  "PUT /api/plots/:id": () => ({
    path: `/api/plots/${noPlot}`,
    body: { version: 1, ...drawing, geometry: { type: "Point", coordinates: [106.57, 29.55] } },
  }),
  "POST /api/plots/:id/removal": () => ({
    path: `/api/plots/${noPlot}/removal`,
    body: { version: 1 },
  }),
  "POST /api/plots/:id/restoration": () => ({
    path: `/api/plots/${noPlot}/restoration`,
    body: { version: 1, to: 1 },
  }),
  "GET /api/staff/:account": () => ({
    path: "/api/staff/01920000-0000-7000-8000-00000000abcd",
  }),
  "GET /api/incidents/:id/candidates": ({ id }) => ({ path: `/api/incidents/${id}/candidates` }),
};
