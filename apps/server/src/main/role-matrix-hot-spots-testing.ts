import type { Ask, Known } from "./role-matrix-testing.ts";

const nothing = "500103-01920000-0000-7000-8000-00000000abcd";
const csv = { name: "a.csv", type: "text/csv", content: "编号,事件类别\n1,2\n" };

export const hotSpotAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/assessment": ({ place }) => ({ path: `/api/assessment?unit=${place.slice(0, 12)}` }),
  "GET /api/assessment.csv": ({ place }) => ({
    path: `/api/assessment.csv?unit=${place.slice(0, 12)}`,
  }),
  "POST /api/assessment-objections": () => ({
    path: "/api/assessment-objections",
    body: { number: "没有这样的编号", reason: "试验" },
  }),
  "POST /api/assessment-objections/:id/decision": () => ({
    path: `/api/assessment-objections/${nothing}/decision`,
    body: { accept: true, answer: "试验" },
  }),
  "GET /api/hot-spots": () => ({ path: "/api/hot-spots" }),
  "GET /api/hot-spots/:id": () => ({ path: `/api/hot-spots/${nothing}` }),
  "POST /api/hot-spots/:id/closure": () => ({
    path: `/api/hot-spots/${nothing}/closure`,
    body: { reason: "已整改" },
  }),
  "GET /api/recurrences": ({ place }) => ({
    path: `/api/recurrences?unit=${place.slice(0, 9)}&least=2`,
  }),
  "GET /api/recurrence-cells": ({ place }) => ({
    path: `/api/recurrence-cells?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/occurrences": ({ place }) => ({
    path: `/api/occurrences?unit=${place.slice(0, 9)}&by=town&key=${place.slice(0, 9)}`,
  }),
  "GET /api/issue-classes": () => ({ path: "/api/issue-classes" }),
  "GET /api/issue-classes/:id": () => ({ path: `/api/issue-classes/${nothing}` }),
  "POST /api/issue-classes": ({ place }) => ({
    path: "/api/issue-classes",
    body: {
      name: "试验",
      hypothesis: "没有这样的卡片",
      owner: place.slice(0, 9),
      unit: place.slice(0, 9),
      category: "05",
      hotSpots: [nothing],
    },
  }),
  "POST /api/issue-classes/:id/acts": () => ({
    path: `/api/issue-classes/${nothing}/acts`,
    body: { act: "end", to: "solved", reason: "已整改", version: 1 },
  }),
  "GET /api/past-cases/template.csv": () => ({ path: "/api/past-cases/template.csv" }),
  "POST /api/past-cases/import": () => ({ path: "/api/past-cases/import", upload: csv }),
};
