import fc from "fast-check";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { type Action, IncidentAct, IncidentStatus } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { read } from "../../platform/database/scope.ts";
import { ProblemError } from "../../platform/problems.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { isKept } from "../clocks/clock-plan-rules.ts";
import { findTimeline } from "../timeline/timeline-queries.ts";
import { verifyChain } from "../timeline/timeline-rules.ts";
import { clocksWanted, isOpen } from "./incident-clock-rules.ts";
import { countIncidents } from "./incident-counts.ts";
import { tallyEnded } from "./incident-timers.ts";
import { factsOf } from "./incident-facts.ts";
import { actionsFor } from "./incident-lifecycle.ts";
import type { ActInput } from "./incident-state-rules.ts";
import {
  type Bench,
  department,
  firePost,
  grid,
  people,
  type Person,
  post,
  startIncidents,
  town,
  village,
} from "./incident-testing.ts";
import { resumeDueReviews } from "./incident-timers.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const actors = Object.keys(people) as (keyof typeof people)[];
const minute = 60_000;
const day = 24 * 60 * minute;

/** Something sensible to say with an act; `pick` chooses among what is possible. */
function inputFor(
  { act, workOrder, request, side }: Action,
  pick: (below: number) => number,
  others: readonly IncidentId[],
): ActInput {
  const yes = pick(3) > 0;
  const targets = [post, firePost, department, village, grid];
  const about = {
    ...(workOrder ? { workOrder } : {}),
    ...(request ? { request } : {}),
    ...(side ? { side } : {}),
  };
  const more: Partial<Record<IncidentAct, object>> = {
    verify: { result: yes ? "confirmed" : "falseAlarm", files: [] },
    dispatch: {
      lead: targets[pick(5)],
      coHandlers: pick(2) ? [targets[pick(5)]] : [],
      instructions: "",
    },
    selfHandle: { result: "已劝导", files: [] },
    progress: { stage: "other", note: "推进中", files: [] },
    requestDelay: { hours: 4, engineering: !yes },
    requestSuspend: {
      reviewAt: new Date(bench.now() + 3 * day).toISOString(),
      interimMeasure: "围挡",
    },
    requestTransfer: { to: "500103003" },
    requestCrossTown: { to: ["500103003"], need: "支援" },
    escalate: { tried: ["劝导"] },
    deescalate: { answer: "已协调" },
    feedback: { result: "已办", before: [], after: [] },
    recheck: { files: [] },
    rate: { satisfied: yes, stars: 1 + pick(5) },
    callBack: { reached: yes, satisfied: yes },
    merge: { into: others[pick(others.length)] ?? bench.nobody },
    split: {
      parts: [
        { title: "甲", category: "010101", lead: post },
        { title: "乙", category: "090101" },
      ],
    },
    supervise: { on: yes },
    pin: { until: new Date(bench.now() + day).toISOString() },
    note: { kind: "note", text: "记录", files: [] },
    relocate: { position: placeOf(pick(2) ? grid : "500103001001001") },
    recategorise: { urgency: (["red", "orange", "yellow", "blue"] as const)[pick(4)] },
  };
  const decision = { approve: yes, passed: yes, reason: "情况如此", legalBasis: "条例第三条" };
  return { act, ...decision, ...about, ...more[act] } as ActInput;
}

/** Acts that move nothing, and acts that end a walk early, are taken less often. */
const marks: readonly IncidentAct[] = [
  "note",
  "urge",
  "supervise",
  "pin",
  "relocate",
  "recategorise",
];
const endings: readonly IncidentAct[] = [
  "requestCancel",
  "merge",
  "reject",
  "selfHandle",
  "split",
  "requestTransfer",
  "escalate",
];

const placeOf = (code: string) => {
  const unit = bench.context.units.find(code);
  return { lon: unit?.lon ?? 0, lat: unit?.lat ?? 0 };
};

async function walk(
  id: IncidentId,
  steps: readonly number[],
  others: readonly IncidentId[],
): Promise<void> {
  for (const [index, choice] of steps.entries()) {
    let seed = choice;
    const pick = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1;
      return below === 0 ? 0 : (seed >>> 8) % below;
    };
    bench.wait(pick(4) === 0 ? pick(40) * minute : 1000);
    const now = await bench.caseOf(id);
    const limits = bench.context.configuration.current("limits", now.incident.unit).content;
    const offered: { who: Person; action: Action }[] = [];
    for (const who of actors)
      for (const action of actionsFor(await bench.actor(who), factsOf(now), bench.now(), limits))
        offered.push({ who, action });
    const weighty = offered.filter(
      ({ action }) => !marks.includes(action.act) && (index > 12 || !endings.includes(action.act)),
    );
    const from = weighty.length > 0 && pick(6) > 0 ? weighty : offered;
    const wild = {
      who: actors[pick(actors.length)]!,
      action: { act: IncidentAct.options[pick(IncidentAct.options.length)]! },
    };
    const { who, action: chosen } = pick(10) > 0 ? (from[pick(from.length)] ?? wild) : wild;
    const input = inputFor(
      chosen,
      pick,
      others.filter((other) => other !== id),
    );
    try {
      await bench.act(who, id, input);
    } catch (error) {
      if (!(error instanceof ProblemError))
        throw new Error(`${who} ${chosen.act} in ${now.incident.status} broke`, { cause: error });
    }
    if (pick(4) === 0) await fireDueRungs(bench.context);
    if (pick(8) === 0) await resumeDueReviews(bench.context);
    await inspect(id);
  }
}

/** What holds at any moment: a known state, exactly the clocks that are wanted, and a due instant while open. */
async function inspect(id: IncidentId): Promise<void> {
  const now = await bench.caseOf(id);
  const { incident } = now;
  expect(IncidentStatus.options).toContain(incident.status);
  const key = ({
    stage,
    order,
    request,
  }: {
    stage: string;
    order: string | null;
    request: string | null;
  }) => `${stage} ${order ?? ""} ${request ?? ""}`;
  const kept = (await bench.clocks(id)).filter(isKept);
  if (incident.status !== "suspended")
    expect(kept.map(key).toSorted(), incident.status).toEqual(
      clocksWanted(factsOf(now)).map(key).toSorted(),
    );
  const asleep = kept.filter(({ state }) => state.runningSince === null).length;
  expect(asleep).toBe(incident.status === "suspended" ? kept.length : 0);
  if (isOpen(incident.status)) expect(incident.due_at).not.toBeNull();
}

async function inspectRecord(id: IncidentId): Promise<void> {
  const entries = await read(bench.db, "system", (tx) => findTimeline(tx, keyOf(id)));
  const chain = entries.map((entry) => ({
    ...entry,
    incident: id,
    at: entry.at.toISOString(),
    previousHash: entry.previous_hash,
  }));
  expect(verifyChain(chain)).toEqual({ intact: true, entries: entries.length });
  const workers = new Set<string>();
  for (const { act, account } of entries) {
    if (account && ["accept", "arrive", "progress", "feedback", "selfHandle"].includes(act))
      workers.add(account);
    if (act === "recheck") expect(workers.has(account ?? "")).toBe(false);
  }
}

test(
  "whatever anybody does in whatever order, states stay known, clocks armed, chains intact, checks honest, and the figures add up",
  { timeout: 300_000 },
  async () => {
    const opened: IncidentId[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("gridWorker" as const, "resident" as const),
        fc.constantFrom("red" as const, "orange" as const, "yellow" as const, "blue" as const),
        fc.array(fc.integer({ min: 1, max: 2 ** 30 }), { minLength: 25, maxLength: 45 }),
        async (source, urgency, steps) => {
          const { id } = await bench.open({ source, urgency, automatic: urgency === "red" });
          opened.push(id);
          await walk(id, steps, opened);
          await inspectRecord(id);
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );

    const acts = await bench.owner.selectFrom("timeline").select("act").distinct().execute();
    expect(acts.length, "the walks go to many places").toBeGreaterThan(25);

    const viewer = await bench.viewer(people.officer);
    const counts = await countIncidents(bench.context, viewer, town);
    expect(counts.open + counts.closed + counts.rejected + counts.merged).toBe(counts.reported);
    const rows = await bench.owner
      .selectFrom("incidents")
      .select((row) => row.fn.countAll<number>().as("n"))
      .where("town", "=", town)
      .executeTakeFirstOrThrow();
    expect(counts.reported).toBe(rows.n);
    const open = await bench.owner
      .selectFrom("incidents")
      .select((row) => row.fn.countAll<number>().as("n"))
      .where("town", "=", town)
      .where("open", "=", true)
      .executeTakeFirstOrThrow();
    expect(counts.open).toBe(open.n);

    await tallyEnded(bench.context);
    expect(await countIncidents(bench.context, viewer, town)).toEqual(counts);
    const tallied = await bench.owner
      .selectFrom("ended_counts")
      .select(["place", "status"])
      .execute();
    expect(new Set(tallied.map(({ place, status }) => `${place} ${status}`)).size).toBe(
      tallied.length,
    );
  },
);
