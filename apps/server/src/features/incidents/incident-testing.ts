import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Appointment } from "@gezhi/contract/identity.ts";
import {
  type IncidentId,
  incidentId,
  keyOf,
  reportId,
  requestId,
  workOrderId,
} from "@gezhi/contract/ids.ts";
import type { PerformAct, Urgency } from "@gezhi/contract/incidents.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";
import { v7 } from "uuid";
import { buildContext } from "../../main/context.ts";
import { readConfig } from "../../platform/config.ts";
import { read, write } from "../../platform/database/scope.ts";
import { createLogger } from "../../platform/log.ts";
import { createTestDatabase } from "../../platform/testing/database.ts";
import { testKey } from "../../platform/testing/global-setup.ts";
import { calendarFor } from "../clocks/calendar-store.ts";
import { insertOpenedClocks, insertOpenedEntries } from "../clocks/clock-opening.ts";
import { findClocks } from "../clocks/clock-queries.ts";
import type { Context } from "../context.ts";
import { type Viewer, viewerFrom } from "../identity/viewer.ts";
import { incidentNumber } from "../reports/report-number-rules.ts";
import { insertEntries } from "../timeline/timeline-commands.ts";
import { performAct } from "./incident-commands.ts";
import type { Actor } from "./incident-facts.ts";
import { insertIncidents, insertWorkOrders } from "./incident-opening-queries.ts";
import { openIncident } from "./incident-opening.ts";
import { findCase, findIncident } from "./incident-queries.ts";
import type { ActInput } from "./incident-state-rules.ts";
import type { Case } from "./incident-tables.ts";

/** 七星岗街道捍卫路社区第一网格. */
export const town = "500103001";
export const village = "500103001017";
export const grid = "500103001017001";
/** 城市管理岗, 消防管理岗 and a department of the district. */
export const post = `${town}/MS09`;
export const firePost = `${town}/PA05`;
export const department = "500103/D32";
/** Red 09 fire hazard with its post; yellow street matter. */
export const people = {
  dispatcher: `${town}-dispatcher-1`,
  officer: `${town}-duty-officer-1`,
  officer2: `${town}-duty-officer-2`,
  commander: `${town}-commander`,
  holder: `${town}-MS09-a`,
  fire: `${town}-PA05-a`,
  worker: `${grid}-worker`,
  secretary: `${village}-secretary`,
  centre: "500103-centre-1",
  supervisor: "500103-supervisor",
  department: "500103-D32",
  otherTown: "500103003-dispatcher-1",
} as const;
export type Person = keyof typeof people | "reporter" | "system";

export type OpenOptions = {
  category?: string;
  urgency?: Urgency;
  source?: ReportSource;
  unit?: string;
  lead?: string | null;
  automatic?: boolean;
  description?: string;
  /** A demo account that reports. */
  by?: string;
};

export type Bench = Awaited<ReturnType<typeof startIncidents>>;

/** A throw-away city with people, whose clock is set by hand; acts go through the commands, without HTTP. */
export async function startIncidents(start = Date.parse("2026-11-26T09:00:00+08:00")) {
  const database = await createTestDatabase("gezhi_city");
  const folder = mkdtempSync(join(tmpdir(), "gezhi-incidents-"));
  const config = readConfig({
    LOG_LEVEL: "silent",
    DATA_DIR: folder,
    DATABASE_CONNECTIONS: "10",
    SECRET_KEY: testKey,
  });
  const built = await buildContext(config, createLogger("silent"), database.url);
  let at = start;
  const context: Context = { ...built.context, now: () => at };
  const viewers = new Map<string, Viewer>();
  let serial = 0;

  async function viewer(username: string): Promise<Viewer> {
    const known = viewers.get(username);
    if (known) return known;
    const account = await database.owner
      .selectFrom("accounts")
      .selectAll()
      .where("username", "=", username)
      .executeTakeFirstOrThrow();
    const rows = await database.owner
      .selectFrom("appointments")
      .selectAll()
      .where("account", "=", account.id)
      .execute();
    const appointments = rows.map((row) => ({
      id: row.id,
      account: row.account,
      unit: row.unit,
      role: row.role,
      post: row.post,
      department: row.department,
      holder: row.holder,
      validFrom: row.valid_from,
      validTo: null,
    })) as Appointment[];
    const found = viewerFrom({ account: account.id, username, name: account.name }, appointments);
    viewers.set(username, found);
    return found;
  }

  async function actor(who: Person | { username: string } | { report: string }): Promise<Actor> {
    if (typeof who === "object" && "report" in who) return { kind: "reporter", report: who.report };
    if (who === "system") return { kind: "system" };
    if (who === "reporter") throw new Error("name the report");
    return {
      kind: "staff",
      viewer: await viewer(typeof who === "object" ? who.username : people[who]),
    };
  }

  async function open(options: OpenOptions = {}): Promise<{ id: IncidentId; report: string }> {
    const unit = options.unit ?? grid;
    const code = options.category ?? "010101";
    const category = context.configuration.category(code, unit);
    if (!category) throw new Error(`no category ${code}`);
    const key = { district: unit.slice(0, 6), id: v7() };
    const reporter = options.by ? await viewer(options.by) : undefined;
    const townCode = unit.slice(0, 9);
    const lead =
      options.lead === undefined
        ? unit.length >= 9
          ? `${townCode}/${category.post}`
          : null
        : options.lead;
    const own = (serial += 1);
    const opened = openIncident({
      key,
      number: incidentNumber(key.district, at, own),
      at,
      source: options.source ?? "gridWorker",
      category,
      catalogueVersion: context.configuration.current("catalogue", unit).version,
      urgency: options.urgency ?? category.urgency,
      title: `${category.name} · 试验`,
      description: options.description ?? "路边堆放，气味很大",
      address: "中山一路 1 号",
      position: null,
      positionSource: "unit",
      unit,
      located: unit.length >= 9,
      reporterUnit: reporter?.appointments[0]?.unit ?? null,
      reporterAccount: reporter?.account ?? null,
      simulated: false,
      thumbnail: null,
      reasons: { location: ["测试"], classification: [], urgency: [], routing: ["按类别默认"] },
      suggestion: { lead, leadName: lead, coHandlers: [], similar: [] },
      automatic: options.automatic ?? false,
      attended: true,
      limits: context.configuration.current("limits", unit).content,
      calendar: calendarFor(context.configuration, unit),
      entries: [
        {
          act: "report",
          actor: "报告人",
          account: reporter?.account ?? null,
          detail: { text: "上报" },
        },
      ],
    });
    const report = { district: key.district, id: v7() };
    await write(context.db, "system", async (tx) => {
      await insertIncidents([opened]).execute(tx);
      await insertWorkOrders([opened]).execute(tx);
      await insertOpenedClocks([opened.opened]).execute(tx);
      await insertOpenedEntries([opened.opened]).execute(tx);
      await insertEntries(opened.timeline).execute(tx);
      await tx
        .insertInto("reports")
        .values({
          ...report,
          number: `HZ-${own}`,
          incident: key.id,
          original_incident: key.id,
          client_id: v7(),
          source: options.source ?? "gridWorker",
          reporter_account: reporter?.account ?? null,
          reporter_unit: reporter?.appointments[0]?.unit ?? null,
          text: options.description ?? "路边堆放",
          position_source: "none",
          receipt_hash: "x",
          created_at: new Date(at),
        })
        .execute();
    });
    return { id: incidentId(key), report: reportId(report) };
  }

  const caseOf = (id: IncidentId): Promise<Case> =>
    read(context.db, "system", async (tx) => {
      const row = await findIncident(tx, keyOf(id));
      if (!row) throw new Error(`no incident ${id}`);
      return findCase(tx, row);
    });

  const act = async (
    who: Parameters<typeof actor>[0],
    id: IncidentId,
    input: ActInput,
  ): Promise<void> => performAct(context, await actor(who), id, input);

  /** The active work order of a handler, as the interface names it. */
  const order = async (id: IncidentId, handler?: string) => {
    const { orders } = await caseOf(id);
    const found = orders.findLast(
      (one) =>
        one.status !== "done" &&
        one.status !== "withdrawn" &&
        (handler ? one.handler === handler : one.part === "lead"),
    );
    if (!found) throw new Error(`no active order of ${handler}`);
    return workOrderId(found);
  };
  const pending = async (id: IncidentId, kind: string) => {
    const found = (await caseOf(id)).requests.find(
      (one) => one.kind === kind && one.status === "pending",
    );
    if (!found) throw new Error(`no pending ${kind}`);
    return requestId(found);
  };

  return {
    context,
    db: context.db,
    owner: database.owner,
    url: database.url,
    viewer,
    actor,
    open,
    act,
    caseOf,
    order,
    pending,
    status: async (id: IncidentId) => (await caseOf(id)).incident.status,
    clocks: (id: IncidentId) => read(context.db, "system", (tx) => findClocks(tx, keyOf(id))),
    now: () => at,
    /** A well-formed id that no incident has. */
    nobody: incidentId({ district: "500103", id: "00000000-0000-7000-8000-000000000000" }),
    setNow: (value: number) => {
      at = value;
    },
    wait: (ms: number) => {
      at += ms;
    },
    /** Registered and dispatched to the post for street matters. */
    dispatched: async (
      options: OpenOptions = {},
      more: Partial<Extract<PerformAct, { act: "dispatch" }>> = {},
    ) => {
      const opened = await open({ category: "010101", ...options });
      await act("dispatcher", opened.id, {
        act: "dispatch",
        lead: post,
        coHandlers: [],
        instructions: "",
        ...more,
      });
      return opened;
    },
    close: async () => {
      await built.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
