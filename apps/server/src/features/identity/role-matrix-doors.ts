/** Routes of doors and visitors' codes (R58). */
export const doorRoutes = {
  /** A proven telephone, or a door's password, speaks for itself. */
  open: [
    "POST /api/visitor-page",
    "POST /api/visitor-codes",
    "POST /api/visitor-codes/:id/revocation",
    "POST /api/door-checks",
  ],
  /** Doors open for codes: by the community and the centre of the town. */
  doorKeeping: ["GET /api/doors", "PUT /api/doors/:id", "POST /api/doors/:id/residents"],
} as const;
