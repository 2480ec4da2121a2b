/** Routes of the four lists, the plates and the forms (R31, R32). */
export const listRoutes = {
  open: ["GET /api/proof-lists"],
  /** Answers about the units one serves in. */
  signedIn: [
    "POST /api/list-checks",
    "GET /api/list-check-figures",
    "GET /api/plates",
    "GET /api/form-burden",
    "GET /api/form-burden.csv",
    "GET /api/feedback",
    "POST /api/feedback",
  ],
  /** Plates that hang and forms that are asked: by communities, posts and the centre of a town. */
  keeping: [
    "POST /api/plates",
    "POST /api/plates/:id/removal",
    "POST /api/forms",
    "POST /api/forms/:id/end",
  ],
  /** What people ask of the product is answered by the city. */
  answering: ["POST /api/feedback/:id/answers"],
} as const;
