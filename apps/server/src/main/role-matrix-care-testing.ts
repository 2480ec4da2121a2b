import type { Ask, Known } from "./role-matrix-testing.ts";

const nothing = "500103-01920000-0000-7000-8000-00000000abcd";
const plan = (unit: string) => ({
  unit,
  address: "和平路 1 号",
  name: "周试验",
  consent: { at: "2026-01-05T09:00:00+08:00", by: "self" },
  way: "home",
  every: 1,
  dueBy: 17,
  visitor: { by: "post" },
  substitute: null,
});

export const careAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/care": () => ({ path: "/api/care" }),
  "POST /api/care": ({ place }) => ({ path: "/api/care", body: plan(place.slice(0, 12)) }),
  "GET /api/care/:id": () => ({ path: `/api/care/${nothing}` }),
  "PUT /api/care/:id": ({ place }) => ({
    path: `/api/care/${nothing}`,
    body: plan(place.slice(0, 12)),
  }),
  "POST /api/care/:id/withdrawal": () => ({
    path: `/api/care/${nothing}/withdrawal`,
    body: { reason: "本人撤回" },
  }),
  "POST /api/care/:id/reveal": () => ({
    path: `/api/care/${nothing}/reveal`,
    body: { reason: "联系家属" },
  }),
  "GET /api/handouts": () => ({ path: "/api/handouts" }),
  "GET /api/handouts/export.csv": () => ({ path: "/api/handouts/export.csv" }),
  "POST /api/handouts": () => ({
    path: "/api/handouts",
    body: {
      device: nothing,
      personName: "周试验",
      consent: { at: "2026-01-05T09:00:00+08:00", by: "self" },
    },
  }),
  "POST /api/handouts/:id/return": () => ({
    path: `/api/handouts/${nothing}/return`,
    body: { how: "returned" },
  }),
  "GET /api/visits/mine": () => ({ path: "/api/visits/mine" }),
  "POST /api/visits": () => ({
    path: "/api/visits",
    body: {
      id: "01920000-0000-7000-8000-00000000abce",
      person: nothing,
      outcome: "seenWell",
    },
  }),
};
