import fc from "fast-check";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { read } from "../../platform/database/scope.ts";
import { isKept } from "../clocks/clock-plan-rules.ts";
import { findTimeline } from "../timeline/timeline-queries.ts";
import { verifyChain } from "../timeline/timeline-rules.ts";
import { clocksWanted, isOpen } from "./incident-clock-rules.ts";
import { countIncidents } from "./incident-counts.ts";
import { factsOf } from "./incident-facts.ts";
import { type Bench, people, startIncidents, town } from "./incident-testing.ts";
import { tallyEnded } from "./incident-timers.ts";
import { walk } from "./incident-walk-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

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
          await walk(bench, id, steps, opened, inspect);
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
