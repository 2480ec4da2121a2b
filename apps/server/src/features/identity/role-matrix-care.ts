/** Routes of the care for people who live alone (R57). */
export const careRoutes = {
  /** One's own visits; a person's page for whoever visits them. */
  signedIn: [
    "GET /api/visits/mine",
    "POST /api/visits",
    "GET /api/care/:id",
    "POST /api/care/:id/reveal",
  ],
  /** Plans: by the post for the elderly and the secretary of the community. */
  careKeeping: [
    "GET /api/care",
    "POST /api/care",
    "PUT /api/care/:id",
    "POST /api/care/:id/withdrawal",
    "GET /api/handouts",
    "GET /api/handouts/export.csv",
    "POST /api/handouts",
    "POST /api/handouts/:id/return",
  ],
} as const;
