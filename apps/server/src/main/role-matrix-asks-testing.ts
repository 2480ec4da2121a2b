import { randomUUID } from "node:crypto";
import { incidentId, requestId, workOrderId } from "@gezhi/contract/ids.ts";
import type { PerformAct } from "@gezhi/contract/incidents.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { careAsks } from "./role-matrix-care-testing.ts";
import { doorAsks } from "./role-matrix-doors-testing.ts";
import { listAsks } from "./role-matrix-lists-testing.ts";
import { hotSpotAsks } from "./role-matrix-hot-spots-testing.ts";
import { mapAsks } from "./role-matrix-map-testing.ts";
import { sensingAsks } from "./role-matrix-sensing-testing.ts";
import type { Ask, Known } from "./role-matrix-testing.ts";

const neighbour = UnitCode.parse("500103003");
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const soon = () => new Date(Date.now() + 86_400_000).toISOString();
const nobody = "01920000-0000-7000-8000-00000000abcd";
const subscription = {
  endpoint: "https://push.example.org/send/1",
  keys: { p256dh: "BPfake", auth: "fake" },
};
const somePlace = {
  code: "MATRIX-PLACE",
  kind: "pond",
  name: "试验山坪塘",
  geometry: { type: "Point", coordinates: [0, 0] },
  validFrom: "2026-01-01",
};
const csv = { name: "a.csv", type: "text/csv", content: "a,b\n1,2\n" };

/**
 * How each route is asked, about this incident and the unit it lies in, as well formed as a client would: what is
 * refused is refused for who asks. What others of the test rely on is not changed.
 */
export const asks: Record<string, (of: Known) => Ask> = {
  ...sensingAsks,
  ...mapAsks,
  ...hotSpotAsks,
  ...listAsks,
  ...careAsks,
  ...doorAsks,
  "POST /api/session": () => ({
    path: "/api/session",
    body: { username: "500103-supervisor", password: "wrong password" },
  }),
  "GET /api/sign-in-options": () => ({ path: "/api/sign-in-options" }),
  "GET /api/demo/accounts": () => ({ path: "/api/demo/accounts" }),
  "POST /api/demo/session": () => ({
    path: "/api/demo/session",
    body: { username: "50-operator" },
  }),
  "GET /api/oidc/start": () => ({ path: "/api/oidc/start" }),
  "GET /api/oidc/callback": () => ({ path: "/api/oidc/callback?state=none&code=none" }),
  "GET /api/units": () => ({ path: "/api/units?parent=500103" }),
  "GET /api/locate": () => ({ path: "/api/locate?lon=106.57&lat=29.55" }),
  "GET /api/categories": () => ({ path: "/api/categories" }),
  "POST /api/files": () => ({
    path: "/api/files",
    upload: { name: "a.jpg", type: "image/jpeg", content: "no picture" },
  }),
  "GET /api/files/:id": ({ photo }) => ({ path: `/api/files/${photo}?token=${"x".repeat(40)}` }),
  "GET /api/files/:id/thumbnail": ({ photo }) => ({
    path: `/api/files/${photo}/thumbnail?token=${"x".repeat(40)}`,
  }),
  "POST /api/reports": () => ({
    path: "/api/reports",
    body: {
      clientId: randomUUID(),
      source: "resident",
      text: "路灯不亮",
      unit: "500108102",
      simulated: true,
    },
  }),
  "POST /api/classifications": () => ({ path: "/api/classifications", body: { text: "路灯不亮" } }),
  "GET /api/nearby-incidents": () => ({ path: "/api/nearby-incidents?lon=106.57&lat=29.55" }),
  "GET /api/receipts/:number": ({ receipt }) => ({
    path: `/api/receipts/${receipt}?token=${"x".repeat(43)}`,
  }),
  "GET /api/receipts/:number/events": ({ receipt }) => ({
    path: `/api/receipts/${receipt}/events?token=${"x".repeat(43)}`,
  }),
  "POST /api/receipts/:number/ratings": ({ receipt }) => ({
    path: `/api/receipts/${receipt}/ratings`,
    body: { token: "x".repeat(43), satisfied: false, stars: 1 },
  }),
  "POST /api/receipts/:number/appeals": ({ receipt }) => ({
    path: `/api/receipts/${receipt}/appeals`,
    body: { token: "x".repeat(43), reason: "不同意" },
  }),
  "POST /api/receipts/:number/reopenings": ({ receipt }) => ({
    path: `/api/receipts/${receipt}/reopenings`,
    body: { token: "x".repeat(43), reason: "没有修好" },
  }),
  "POST /api/phone-codes": () => ({
    path: "/api/phone-codes",
    body: { phone: `139${Math.floor(1e7 + Math.random() * 8e7)}` },
  }),
  "POST /api/phone-codes/verifications": () => ({
    path: "/api/phone-codes/verifications",
    body: { phone: "13900000001", code: "000000" },
  }),
  "GET /api/openapi.json": () => ({ path: "/api/openapi.json" }),
  "GET /api/docs": () => ({ path: "/api/docs" }),
  "GET /healthz": () => ({ path: "/healthz" }),
  "GET /readyz": () => ({ path: "/readyz" }),
  "GET /metrics": () => ({ path: "/metrics" }),
  "GET /api/hotline-imports/template.csv": () => ({ path: "/api/hotline-imports/template.csv" }),
  "GET /api/units/:code": ({ place }) => ({ path: `/api/units/${place.slice(0, 9)}` }),
  "GET /api/units/:code/boundary": ({ place }) => ({
    path: `/api/units/${place.slice(0, 9)}/boundary`,
  }),
  "GET /api/units/:code/children-boundaries": ({ place }) => ({
    path: `/api/units/${place.slice(0, 9)}/children-boundaries`,
  }),
  "GET /api/neighbours/:town": ({ place }) => ({ path: `/api/neighbours/${place.slice(0, 9)}` }),
  "GET /api/session": () => ({ path: "/api/session" }),
  "DELETE /api/session": () => ({ path: "/api/session" }),
  "DELETE /api/sessions": () => ({ path: "/api/sessions" }),
  "POST /api/session/password": () => ({
    path: "/api/session/password",
    body: { current: "not the one", next: "another password" },
  }),
  "GET /api/configurations/:kind": ({ place }) => ({
    path: `/api/configurations/limits?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/configurations/:kind/versions": () => ({
    path: "/api/configurations/limits/versions?unit=50",
  }),
  "GET /api/configurations/:kind/versions/:version": () => ({
    path: "/api/configurations/limits/versions/1?unit=50",
  }),
  "GET /api/my-reports": () => ({ path: "/api/my-reports" }),
  "GET /api/live": () => ({ path: "/api/live" }),
  "GET /api/notices": () => ({ path: "/api/notices" }),
  "POST /api/notices/read": () => ({
    path: "/api/notices/read",
    body: { ids: [`500103-${nobody}`] },
  }),
  "GET /api/push-key": () => ({ path: "/api/push-key" }),
  "POST /api/push-subscriptions": () => ({ path: "/api/push-subscriptions", body: subscription }),
  "DELETE /api/push-subscriptions": () => ({
    path: `/api/push-subscriptions?endpoint=${subscription.endpoint}`,
  }),
  "GET /api/incidents": () => ({ path: "/api/incidents?limit=200" }),
  "GET /api/incidents/:id": ({ id }) => ({ path: `/api/incidents/${id}` }),
  "GET /api/incidents/:id/case-file": ({ id }) => ({ path: `/api/incidents/${id}/case-file` }),
  "GET /api/incidents/:id/map": ({ id }) => ({ path: `/api/incidents/${id}/map` }),
  "GET /api/incidents.csv": () => ({ path: "/api/incidents.csv" }),
  "POST /api/incidents/:id/acts": ({ id }) => ({
    path: `/api/incidents/${id}/acts`,
    body: { act: "decideCancel", request: `500103-${nobody}`, approve: true },
  }),
  "POST /api/incident-acts": ({ id }) => ({
    path: "/api/incident-acts",
    body: {
      incidents: [id],
      act: { act: "decideCancel", request: `500103-${nobody}`, approve: true },
    },
  }),
  "PUT /api/incidents/:id/presence": ({ id }) => ({
    path: `/api/incidents/${id}/presence`,
    body: { typing: false },
  }),
  "GET /api/work-orders": () => ({ path: "/api/work-orders" }),
  "POST /api/reveals": ({ report }) => ({
    path: "/api/reveals",
    body: { report, field: "phone", reason: "回访报事人" },
  }),
  "GET /api/search": ({ shown }) => ({ path: `/api/search?q=${encodeURIComponent(shown)}` }),
  "POST /api/search/phones": ({ reporter }) => ({
    path: "/api/search/phones",
    body: { phone: reporter.phone, reason: "核对来电" },
  }),
  "GET /api/places": () => ({ path: "/api/places" }),
  "GET /api/places/:id": () => ({ path: `/api/places/500103-${nobody}` }),
  "GET /api/places/export.csv": ({ place }) => ({
    path: `/api/places/export.csv?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/places/export.geojson": ({ place }) => ({
    path: `/api/places/export.geojson?unit=${place.slice(0, 9)}`,
  }),
  "POST /api/places": () => ({ path: "/api/places", body: somePlace }),
  "PUT /api/places/:id": () => ({ path: `/api/places/500103-${nobody}`, body: somePlace }),
  "POST /api/places/:id/end": () => ({
    path: `/api/places/500103-${nobody}/end`,
    body: { reason: "已拆除" },
  }),
  "POST /api/places/:id/reveal": () => ({
    path: `/api/places/500103-${nobody}/reveal`,
    body: { reason: "组织疏散" },
  }),
  "POST /api/places/import": () => ({ path: "/api/places/import?dryRun=true", upload: csv }),
  "GET /api/approvals": () => ({ path: "/api/approvals?list=granted" }),
  "POST /api/approvals": () => ({
    path: "/api/approvals",
    body: { incident: `500103-${nobody}`, opens: "detail", reason: "核对办理情况" },
  }),
  "POST /api/approvals/:id/decisions": () => ({
    path: `/api/approvals/500103-${nobody}/decisions`,
    body: { approve: true },
  }),
  "POST /api/approvals/:id/revocations": () => ({
    path: `/api/approvals/500103-${nobody}/revocations`,
  }),
  "GET /api/incident-counts": ({ place }) => ({
    path: `/api/incident-counts?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/incident-counts/by-unit": ({ place }) => ({
    path: `/api/incident-counts/by-unit?unit=${place}`,
  }),
  "GET /api/whistle-targets": ({ place }) => ({
    path: `/api/whistle-targets?town=${place.slice(0, 9)}`,
  }),
  "GET /api/fall-figures": ({ place }) => ({ path: `/api/fall-figures?unit=${place}` }),
  "GET /api/whistle-figures": ({ place }) => ({ path: `/api/whistle-figures?unit=${place}` }),
  "GET /api/suggestion-figures": ({ place }) => ({
    path: `/api/suggestion-figures?unit=${place}`,
  }),
  "GET /api/figures": ({ place }) => ({
    path: `/api/figures?by=unit&unit=${place}`,
  }),
  "GET /api/figures.csv": ({ place }) => ({
    path: `/api/figures.csv?kpi=onTime&by=unit&unit=${place}`,
  }),
  "GET /api/figures.xlsx": ({ place }) => ({
    path: `/api/figures.xlsx?kpi=onTime&by=unit&unit=${place}`,
  }),
  "GET /api/briefs": ({ place }) => ({ path: `/api/briefs?unit=${place}` }),
  "GET /api/brief": ({ place }) => ({ path: `/api/brief?unit=${place}&day=${today}` }),
  "GET /api/brief.docx": ({ place }) => ({ path: `/api/brief.docx?unit=${place}&day=${today}` }),
  "GET /api/brief.pdf": ({ place }) => ({ path: `/api/brief.pdf?unit=${place}&day=${today}` }),
  "GET /api/deputy-matters": () => ({ path: "/api/deputy-matters" }),
  "GET /api/deputy-matters/:id": () => ({ path: `/api/deputy-matters/500103-${nobody}` }),
  "POST /api/deputy-matters/:id/answers": () => ({
    path: `/api/deputy-matters/500103-${nobody}/answers`,
    body: { satisfied: true, stars: 5, comment: "办得及时" },
  }),
  "GET /api/deputies": ({ place }) => ({ path: `/api/deputies?town=${place.slice(0, 9)}` }),
  "GET /api/handlers": ({ place }) => ({ path: `/api/handlers?town=${place.slice(0, 9)}` }),
  "GET /api/units/:code/posts": ({ place }) => ({ path: `/api/units/${place.slice(0, 9)}/posts` }),
  "GET /api/units/:code/force": ({ place }) => ({ path: `/api/units/${place.slice(0, 12)}/force` }),
  "GET /api/duty": ({ place }) => ({ path: `/api/duty?unit=${place.slice(0, 9)}` }),
  "PUT /api/duty": ({ place }) => ({
    path: "/api/duty",
    body: {
      unit: place.slice(0, 9),
      day: soon().slice(0, 10),
      shift: "day",
      duty: "MS09",
      accounts: [],
    },
  }),
  "POST /api/duty-imports": ({ place }) => ({
    path: "/api/duty-imports",
    body: { unit: place.slice(0, 9), text: "日期,班次,岗位,人员", dryRun: true },
  }),
  "GET /api/hotline-results.csv": () => ({ path: "/api/hotline-results.csv?days=7" }),
  "POST /api/hotline-imports": () => ({ path: "/api/hotline-imports", upload: csv }),
  "GET /api/people": () => ({ path: "/api/people" }),
  "POST /api/people": () => ({
    path: "/api/people",
    body: {
      username: `p${Date.now()}${Math.floor(Math.random() * 1e6)}`,
      name: "试用人员",
      appointment: { unit: "500103001", role: "dispatcher", validFrom: "2026-01-01" },
    },
  }),
  "PATCH /api/people/:id": () => ({ path: `/api/people/${nobody}`, body: { name: "别名" } }),
  "POST /api/people/:id/password-reset": () => ({ path: `/api/people/${nobody}/password-reset` }),
  "GET /api/appointments": () => ({ path: "/api/appointments" }),
  "POST /api/appointments": () => ({
    path: "/api/appointments",
    body: { account: nobody, unit: "500103001", role: "dispatcher", validFrom: "2026-01-01" },
  }),
  "PATCH /api/appointments/:id": () => ({
    path: `/api/appointments/${nobody}`,
    body: { validTo: "2026-12-01" },
  }),
  "GET /api/units-export.csv": () => ({ path: "/api/units-export.csv?unit=500103001" }),
  "GET /api/units-export.geojson": () => ({ path: "/api/units-export.geojson?unit=500103001017" }),
  "POST /api/units-import": () => ({ path: "/api/units-import?dryRun=true", upload: csv }),
  "POST /api/unit-changes": () => ({
    path: "/api/unit-changes",
    body: {
      kind: "rename",
      unit: "500199001",
      name: "无此镇",
      from: "2027-01-01",
      reason: "试验试验",
    },
  }),
  "POST /api/configurations/:kind": () => ({
    path: "/api/configurations/limits",
    body: { unit: "50", content: {}, validFrom: soon(), reason: "试验", baseVersion: 1 },
  }),
  "POST /api/configurations/:kind/withdrawals": () => ({
    path: "/api/configurations/limits/withdrawals",
    body: { unit: "500103001", validFrom: soon(), reason: "试验", baseVersion: 0 },
  }),
  "GET /api/outbox": () => ({ path: "/api/outbox" }),
  "GET /api/audit": () => ({ path: "/api/audit" }),
  "GET /open311/v2/discovery.xml": () => ({ path: "/open311/v2/discovery.xml" }),
  "GET /open311/v2/discovery.json": () => ({ path: "/open311/v2/discovery.json" }),
  "GET /open311/v2/services.xml": () => ({ path: "/open311/v2/services.xml" }),
  "GET /open311/v2/services.json": () => ({ path: "/open311/v2/services.json" }),
  "GET /open311/v2/requests.xml": () => ({ path: "/open311/v2/requests.xml" }),
  "GET /open311/v2/requests.json": () => ({ path: "/open311/v2/requests.json" }),
  "POST /open311/v2/requests.xml": () => ({ path: "/open311/v2/requests.xml" }),
  "POST /open311/v2/requests.json": () => ({ path: "/open311/v2/requests.json" }),
  "GET /open311/v2/services/:file": () => ({ path: "/open311/v2/services/010101.json" }),
  "GET /open311/v2/requests/:file": ({ receipt }) => ({
    path: `/open311/v2/requests/${receipt}.json`,
  }),
  "GET /open311/v2/tokens/:file": () => ({ path: "/open311/v2/tokens/none.json" }),
};

/** Every act there is, well formed, about an order and a request that are somebody else's. */
export function everyAct({ id }: Known): PerformAct[] {
  const district = id.slice(0, 6);
  const workOrder = workOrderId({ district, id: v7() });
  const request = requestId({ district, id: v7() });
  const decision = { request, approve: true };
  const files: [] = [];
  return [
    { act: "startVerify" },
    { act: "verify", result: "confirmed", files },
    { act: "register" },
    { act: "reject", reason: "不属实" },
    { act: "appeal", reason: "不同意" },
    { act: "selfHandle", result: "已劝解", files },
    { act: "checkSelfHandled", passed: true },
    { act: "dispatch", lead: "500103001/MS09", coHandlers: [], instructions: "" },
    { act: "whistle", kind: "regular", handlers: ["500103/D32"], need: "请派人" },
    { act: "checkIn", workOrder, answer: "收到" },
    { act: "accept", workOrder },
    { act: "requestReturn", workOrder, reason: "不归本岗", legalBasis: "某条" },
    { act: "decideReturn", ...decision },
    { act: "arrive", workOrder },
    { act: "progress", workOrder, stage: "other", note: "进展", files },
    { act: "requestDelay", workOrder, hours: 2, reason: "路远", engineering: false },
    { act: "decideDelay", ...decision },
    { act: "requestSuspend", reason: "等季节", reviewAt: soon(), interimMeasure: "围挡" },
    { act: "decideSuspend", ...decision },
    { act: "resume" },
    { act: "requestTransfer", to: neighbour, reason: "在那边" },
    { act: "decideTransfer", ...decision },
    { act: "requestCrossTown", to: [neighbour], need: "请协助" },
    { act: "decideCrossTown", ...decision },
    { act: "escalate", tried: ["劝过"], reason: "解决不了" },
    { act: "decideEscalation", ...decision },
    { act: "deescalate", answer: "请继续办" },
    { act: "feedback", workOrder, result: "已办", before: files, after: files },
    { act: "recheck", passed: true, files },
    { act: "close" },
    { act: "rate", side: "reporter", satisfied: true, stars: 5 },
    { act: "callBack", reached: true, satisfied: true },
    { act: "reopen", reason: "没有办好" },
    { act: "merge", into: incidentId({ district, id: v7() }), reason: "同一件" },
    { act: "unmerge", reason: "不是一件" },
    {
      act: "split",
      parts: [
        { title: "其一", category: "010101" },
        { title: "其二", category: "010102" },
      ],
    },
    { act: "requestCancel", reason: "重复" },
    { act: "decideCancel", ...decision },
    { act: "urge" },
    { act: "supervise", on: true },
    { act: "confer", room: "https://meet.example.org/1" },
    { act: "pin", until: soon() },
    { act: "note", kind: "note", text: "备注", files },
    { act: "relocate", position: { lon: 106.57, lat: 29.55 } },
    { act: "recategorise", category: "010101", reason: "更准" },
  ];
}
