import type { Ask, Known } from "./role-matrix-testing.ts";

const nothing = "500103-01920000-0000-7000-8000-00000000abcd";
const id = "01920000-0000-7000-8000-00000000abcf";
const phone = { phone: "13900009999", phoneProof: "no.proof" };

export const doorAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/doors": () => ({ path: "/api/doors" }),
  "PUT /api/doors/:id": () => ({ path: `/api/doors/${nothing}`, body: { open: true } }),
  "POST /api/doors/:id/residents": () => ({
    path: `/api/doors/${nothing}/residents`,
    body: { add: ["13900009999"] },
  }),
  // Without a right proof every one of these is refused, whoever is signed in: `doors.test.ts`.
  "POST /api/visitor-page": () => ({ path: "/api/visitor-page", body: phone }),
  "POST /api/visitor-codes": () => ({
    path: "/api/visitor-codes",
    body: { ...phone, id, door: nothing, hours: 2, uses: 1 },
  }),
  "POST /api/visitor-codes/:id/revocation": () => ({
    path: `/api/visitor-codes/${id}/revocation`,
    body: { ...phone, door: nothing },
  }),
  "POST /api/door-checks": () => ({ path: "/api/door-checks", body: { id, code: "12345678" } }),
};
