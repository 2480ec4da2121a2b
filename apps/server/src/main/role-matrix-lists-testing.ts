import type { Ask, Known } from "./role-matrix-testing.ts";

const nothing = "500103-01920000-0000-7000-8000-00000000abcd";

export const listAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/proof-lists": () => ({ path: "/api/proof-lists" }),
  "POST /api/list-checks": () => ({
    path: "/api/list-checks",
    body: { asked: "proof", text: "亲属关系证明" },
  }),
  "GET /api/list-check-figures": () => ({ path: "/api/list-check-figures" }),
  "GET /api/plates": () => ({ path: "/api/plates" }),
  "POST /api/plates": ({ place }) => ({
    path: "/api/plates",
    body: { unit: place.slice(0, 12), name: "党群服务中心", hungOn: "2026-01-05" },
  }),
  "GET /api/form-burden": () => ({ path: "/api/form-burden" }),
  "GET /api/form-burden.csv": () => ({ path: "/api/form-burden.csv" }),
  "POST /api/forms": ({ place }) => ({
    path: "/api/forms",
    body: {
      unit: place.slice(0, 12),
      name: "隐患走访统计表",
      askedBy: "应急管理局",
      every: "monthly",
      minutes: 30,
    },
  }),
  "POST /api/forms/:id/end": () => ({ path: `/api/forms/${nothing}/end` }),
  "GET /api/feedback": () => ({ path: "/api/feedback" }),
  "POST /api/feedback": () => ({
    path: "/api/feedback",
    body: { page: "/desk", build: "desk.js", text: "请加大字号" },
  }),
  "POST /api/feedback/:id/answers": () => ({
    path: `/api/feedback/${nothing}/answers`,
    body: { state: "planned", answer: "下一版加上" },
  }),
  "POST /api/plates/:id/removal": () => ({ path: `/api/plates/${nothing}/removal` }),
};
