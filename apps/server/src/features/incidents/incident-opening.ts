import type { Category, Limits } from "@gezhi/contract/configuration.ts";
import { incidentId, type Key } from "@gezhi/contract/ids.ts";
import {
  type Handler,
  type IncidentStatus,
  type Urgency,
  urgencyRanks,
} from "@gezhi/contract/incidents.ts";
import type { PositionSource, ReportSource } from "@gezhi/contract/reports.ts";
import { ancestorAt, type Position } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { openClocks } from "../clocks/clock-opening.ts";
import type { WorkingCalendar } from "../clocks/working-calendar.ts";
import { chainEntries, type NewEntry } from "../timeline/timeline-commands.ts";
import { clocksWanted } from "./incident-clock-rules.ts";
import type { IncidentFacts } from "./incident-facts.ts";
import { informedOf, partiesOf } from "./party-rules.ts";
import { searchVector } from "./search-words.ts";

export type Reasons = {
  location: string[];
  classification: string[];
  urgency: string[];
  routing: string[];
};

/** What is proposed to the dispatcher; `similar` are open incidents it may be one with. */
export type Suggestion = {
  lead: Handler | null;
  leadName: string | null;
  coHandlers: Handler[];
  similar: { incident: string; number: string; score: number; reason: string }[];
  /** A plan to start, with its reason, where a sensor saw what the plan is for. */
  plan?: string;
};

export type NewIncident = {
  key: Key;
  number: string;
  /** Epoch milliseconds. */
  at: number;
  source: ReportSource;
  category: Category;
  catalogueVersion: number;
  urgency: Urgency;
  title: string;
  description: string;
  address: string;
  position: Position | null;
  positionSource: PositionSource;
  unit: string;
  located: boolean;
  reporterUnit: string | null;
  reporterAccount: string | null;
  simulated: boolean;
  thumbnail: string | null;
  reasons: Reasons;
  suggestion: Suggestion;
  /** Whether the town's centre has anybody; what lies in one without is the district's from the start. */
  attended: boolean;
  /** Dispatched at once when there is somebody to dispatch to. */
  automatic: boolean;
  limits: Limits;
  calendar: WorkingCalendar;
  /** The first timeline entries, before what the server does by itself. */
  entries: readonly NewEntry[];
};

/**
 * How an incident begins (domain C.1, C.2): red goes to its post at once, whoever reported it; what the public or a
 * hotline reports is verified first; other urgent matters go to their post; the rest waits for the dispatcher.
 */
export function initialStatus(
  incident: Pick<NewIncident, "urgency" | "source" | "automatic" | "limits"> & {
    lead: Handler | null;
  },
): Extract<IncidentStatus, "reported" | "verifying" | "dispatched"> {
  const { urgency, source, automatic, limits, lead } = incident;
  const verifyFirst = limits.verifyFirst.includes(source);
  if (lead !== null && automatic && (urgency === "red" || !verifyFirst)) return "dispatched";
  return verifyFirst || automatic ? "verifying" : "reported";
}

/** All rows of a new incident but its report. Pure but for fresh ids. */
export function openIncident(incident: NewIncident) {
  const { key, at, category, urgency, limits, suggestion } = incident;
  const status = initialStatus({ ...incident, lead: suggestion.lead });
  const orders = status === "dispatched" ? workOrders(incident) : [];

  const facts = firstFacts(incident, status, orders);
  const terms = {
    urgency,
    category,
    stageMinutes: limits.stageMinutes,
    calendar: incident.calendar,
  };
  const opened = openClocks(key, clocksWanted(facts), terms, at);
  const dueOf = (holds: (clock: (typeof opened.clocks)[number]) => boolean) =>
    earliest(opened.clocks.filter(holds).map(({ due_at }) => due_at));
  const promisedAt = dueOf(({ stage }) => stage === "overall");
  const dueAt = dueOf(({ stage }) => stage !== "overall") ?? promisedAt;

  const chained = chainEntries(incidentId(key), { seq: 0, hash: "" }, new Date(at), [
    ...incident.entries,
    ...ownActs(incident, status),
  ]);
  const date = new Date(at);
  const { position } = incident;
  const row = {
    ...key,
    number: incident.number,
    status,
    status_since: date,
    urgency,
    category: category.code,
    catalogue_version: incident.catalogueVersion,
    title: incident.title,
    description: incident.description,
    address: incident.address,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    position_source: incident.positionSource,
    unit: incident.unit,
    town: facts.town,
    located: incident.located,
    chain_level: facts.chainLevel,
    party_units: partiesOf(facts),
    informed_units: informedOf({ ...facts, reporterUnits: [incident.reporterUnit] }),
    lead_handler: orders[0]?.handler ?? null,
    reporter_account: incident.reporterAccount,
    opened_at: date,
    updated_at: date,
    by_sensor: incident.source === "sensor",
    due_at: dueAt,
    source: incident.source,
    registered_at: status === "dispatched" ? date : null,
    dispatched_at: orders.length > 0 ? date : null,
    promised_at: promisedAt,
    report_count: 1,
    return_count: 0,
    delay_count: 0,
    rework_count: 0,
    reopen_count: 0,
    urge_count: 0,
    appealed: false,
    supervised: false,
    sampled: false,
    rechecked: false,
    simulated: incident.simulated,
    reasons: incident.reasons,
    suggestion,
    thumbnail: incident.thumbnail,
    search: searchVector([incident.number, incident.title, incident.address], incident.description),
    timeline_seq: chained.head.seq,
    timeline_hash: chained.head.hash,
  };
  const workOrderRows = orders.map((order) => ({
    ...order,
    due_at: dueOf(({ work_order }) => work_order === order.id),
  }));
  return { row, workOrders: workOrderRows, opened, timeline: chained.rows, promisedAt };
}

export type OpenedIncident = ReturnType<typeof openIncident>;

function workOrders({ key, at, urgency, suggestion, reasons }: NewIncident) {
  const order = (handler: Handler, part: "lead" | "co") => ({
    district: key.district,
    id: v7(),
    incident: key.id,
    handler,
    part,
    status: "dispatched" as const,
    round: 1,
    instructions: "",
    reasons: reasons.routing,
    dispatched_by: null,
    dispatched_at: new Date(at),
    urgency_rank: urgencyRanks[urgency],
  });
  if (!suggestion.lead) return [];
  return [
    order(suggestion.lead, "lead"),
    ...suggestion.coHandlers.map((handler) => order(handler, "co")),
  ];
}

function firstFacts(
  incident: NewIncident,
  status: IncidentStatus,
  orders: readonly { id: string; handler: Handler; part: "lead" | "co" }[],
): IncidentFacts {
  const town = ancestorAt(incident.unit, "town") ?? null;
  return {
    district: incident.key.district,
    status,
    resumeStatus: null,
    urgency: incident.urgency,
    chainLevel: town && incident.attended ? "town" : "district",
    unit: incident.unit,
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
    orders: orders.map(({ id, handler, part }) => ({
      id,
      handler,
      part,
      status: "dispatched",
      round: 1,
      acceptedAt: null,
      acceptedBy: null,
      arrivedAt: null,
      fedBackBy: null,
      whistle: null,
      whistleMinutes: null,
      checkedInAt: null,
    })),
    requests: [],
    ratings: [],
  };
}

function ownActs(
  { suggestion, reasons, urgency }: NewIncident,
  status: IncidentStatus,
): NewEntry[] {
  const act = (name: string, text: string, detail: NewEntry["detail"] = {}): NewEntry => ({
    act: name,
    actor: "系统",
    account: null,
    detail: { text, ...detail, automatic: true },
  });
  if (status === "verifying") return [act("startVerify", "自动转核实")];
  if (status !== "dispatched") return [];
  const { lead, leadName, coHandlers } = suggestion;
  const text = `自动派遣：${leadName ?? lead}${coHandlers.length ? `，协办 ${coHandlers.length} 家` : ""}`;
  return [
    act("register", "自动立案", { urgency }),
    act("dispatch", text, { lead, leadName, coHandlers, reasons: reasons.routing }),
  ];
}

type Instant = Date | string | null | undefined;
const earliest = (instants: readonly Instant[]): Date | null => {
  const due = instants.flatMap((instant) => (instant ? new Date(instant).getTime() : []));
  return due.length ? new Date(Math.min(...due)) : null;
};
