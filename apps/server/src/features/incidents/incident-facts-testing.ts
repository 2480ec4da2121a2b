import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import type { IncidentAct } from "@gezhi/contract/incidents.ts";
import { type Viewer, viewerFrom } from "../identity/viewer.ts";
import type { Actor, IncidentFacts, OrderFacts, RequestFacts } from "./incident-facts.ts";
import { lifecycle, refusalOf } from "./incident-lifecycle.ts";

export const town = "500103001";
export const grid = "500103001017001";
export const post = `${town}/MS09`;
export const at = Date.parse("2026-11-26T09:00:00+08:00");
export const limits = { ratingDays: 7, archiveDays: 30, suspensionMaxDays: 30 };
export const dayMs = 86_400_000;

export const facts = (change: Partial<IncidentFacts> = {}): IncidentFacts => ({
  district: "500103",
  status: "reported",
  resumeStatus: null,
  urgency: "yellow",
  chainLevel: "town",
  unit: grid,
  town,
  verifier: null,
  reporters: [],
  returnCount: 0,
  delayCount: 0,
  appealed: false,
  supervised: false,
  sampled: false,
  rechecked: false,
  closedAt: null,
  isChild: false,
  children: { total: 0, open: 0 },
  orders: [],
  requests: [],
  ratings: [],
  ...change,
});

export const order = (change: Partial<OrderFacts> = {}): OrderFacts => ({
  id: "00000000-0000-7000-8000-000000000001",
  handler: post,
  part: "lead",
  status: "dispatched",
  round: 1,
  acceptedAt: null,
  acceptedBy: null,
  arrivedAt: null,
  fedBackBy: null,
  whistle: null,
  whistleMinutes: null,
  checkedInAt: null,
  ...change,
});

export const request = (change: Partial<RequestFacts>): RequestFacts => ({
  id: "00000000-0000-7000-8000-000000000002",
  kind: "delay",
  status: "pending",
  order: order().id,
  deciderRole: "dutyOfficer",
  deciderUnit: town,
  askedBy: "someone",
  detail: {},
  ...change,
});

let people = 0;
export function staff(
  role: Role,
  unit: string,
  more: { post?: string; department?: string } = {},
): Actor & { kind: "staff" } {
  people += 1;
  const account = `00000000-0000-7000-9000-${String(people).padStart(12, "0")}`;
  const held = {
    id: account,
    account,
    unit,
    role,
    post: more.post ?? null,
    department: more.department ?? null,
    holder: null,
    validFrom: "2026-01-01",
    validTo: null,
  };
  const viewer: Viewer = viewerFrom({ account, username: role, name: role }, [held as Appointment]);
  return { kind: "staff", viewer };
}

export const dispatcher = staff("dispatcher", town);
export const officer = staff("dutyOfficer", town);
export const commander = staff("commander", town);
export const holder = staff("postHolder", town, { post: "MS09" });
export const worker = staff("gridWorker", grid);
export const centre = staff("districtCentre", "500103");
export const stranger = staff("dispatcher", "500103002");
export const everybody = { dispatcher, officer, commander, holder, worker, centre, stranger };

export const may = (actor: Actor, act: IncidentAct, now: IncidentFacts, when = at): boolean => {
  const [first] = now.orders;
  const [asked] = now.requests;
  const subject = {
    ...(lifecycle[act].order && first ? { order: first } : {}),
    ...(lifecycle[act].decides && asked ? { request: asked } : {}),
  };
  return refusalOf(act, actor, now, subject, when, limits) === null;
};
export const who = (act: IncidentAct, now: IncidentFacts): string[] =>
  Object.entries(everybody).flatMap(([name, actor]) => (may(actor, act, now) ? [name] : []));
