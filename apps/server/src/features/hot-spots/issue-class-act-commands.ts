import type { IssueClassAct } from "@gezhi/contract/hot-spots.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
import { invalid, notFound } from "../../platform/problems.ts";
import type { Viewer } from "../identity/viewer.ts";
import { tell } from "./hot-spot-commands.ts";
import {
  findHotSpotsOfClass,
  type HotSpotRow,
  insertStep,
  setHotSpot,
} from "./hot-spot-queries.ts";
import {
  type ClassRow,
  insertMeasure,
  type setClass,
  setMeasure,
  unchooseOthers,
} from "./issue-class-queries.ts";

/** Where it is kept, who is to see to it, and the towns whose cards are in it. */
export const partiesOf = (unit: string, owner: string, cards: readonly HotSpotRow[]): string[] => [
  ...new Set([unit, owner, ...cards.flatMap(({ party_units }) => party_units)]),
];

/** From now on the card is part of the class. */
export async function classify(
  tx: Tx,
  viewer: Viewer,
  card: HotSpotRow,
  row: ClassRow,
  at: Date,
): Promise<void> {
  const changed = await setHotSpot(tx, card, {
    status: "classified",
    class_district: row.district,
    issue_class: row.id,
  });
  await insertStep(tx, "card", card, at, {
    act: "classified",
    actor: viewer.name,
    detail: { issueClass: row.number },
  });
  await tell(tx, changed, "classified");
}

type Outcome = {
  change: Parameters<typeof setClass>[2];
  detail: Record<string, unknown>;
  reason?: string;
};

/** What an act changes of the class beside its steps. */
export async function performAct(
  tx: Tx,
  viewer: Viewer,
  row: ClassRow,
  ask: IssueClassAct,
  at: Date,
  cards: readonly HotSpotRow[],
): Promise<Outcome> {
  switch (ask.act) {
    case "edit": {
      const { name, hypothesis, owner, baselineFrom } = ask;
      if (Date.parse(baselineFrom) >= (row.effect_from ?? at).getTime())
        throw invalid("成效对比的起点要早于措施生效的时间");
      const change = { name, hypothesis, owner, baseline_from: new Date(baselineFrom) };
      const held = await findHotSpotsOfClass(tx, row.id);
      return {
        change: { ...change, party_units: partiesOf(row.unit, owner, held) },
        detail: { name, owner },
      };
    }
    case "addCards":
      for (const card of cards) await classify(tx, viewer, card, row, at);
      return {
        change: {
          party_units: [
            ...new Set([...row.party_units, ...cards.flatMap((card) => card.party_units)]),
          ],
          simulated: row.simulated || cards.some(({ simulated }) => simulated),
        },
        detail: { cards: cards.map(({ number }) => number) },
      };
    case "addMeasure": {
      const { kind, text, quantity, unitCost, years, due } = ask;
      await insertMeasure(tx, {
        district: row.district,
        issue_class: row.id,
        id: v7(),
        kind,
        text,
        quantity,
        unit_cost: unitCost,
        years,
        due,
        status: "planned",
      });
      return { change: {}, detail: { kind, text } };
    }
    case "changeMeasure": {
      const { measure, status, chosen, result } = ask;
      const changed = await setMeasure(tx, row, measure, { status, chosen, result });
      if (!changed) throw notFound("这项措施");
      if (chosen && changed.kind === "option") await unchooseOthers(tx, row, measure);
      return { change: {}, detail: { text: changed.text, status, chosen, result } };
    }
    case "advance":
      return advance(row, ask, at);
    default:
      return end(tx, viewer, row, ask, at);
  }
}

async function end(
  tx: Tx,
  viewer: Viewer,
  row: ClassRow,
  { to, reason }: Extract<IssueClassAct, { act: "end" }>,
  at: Date,
): Promise<Outcome> {
  for (const card of await findHotSpotsOfClass(tx, row.id))
    await closeWith(tx, card, row, viewer, reason, at);
  return { change: { status: to, ended_at: at }, detail: { to }, reason };
}

function advance(
  row: ClassRow,
  { to, effectFrom, note }: Extract<IssueClassAct, { act: "advance" }>,
  at: Date,
): Outcome {
  const from = effectFrom ? new Date(effectFrom) : at;
  if (to === "watching" && from > at) throw invalid("措施生效的时间不能晚于现在");
  if (to === "watching" && from <= row.baseline_from)
    throw invalid("措施生效的时间要晚于成效对比的起点");
  return {
    change: { status: to, effect_from: to === "watching" ? from : row.effect_from },
    detail: { to, ...(to === "watching" ? { effectFrom: from.toISOString() } : {}) },
    ...(note ? { reason: note } : {}),
  };
}

/** With its class a card ends as well: what happens later is a new one. */
async function closeWith(
  tx: Tx,
  card: HotSpotRow,
  row: ClassRow,
  viewer: Viewer,
  reason: string,
  at: Date,
): Promise<void> {
  if (card.status === "closed") return;
  await setHotSpot(tx, card, {
    status: "closed",
    closed_at: at,
    closed_by_name: viewer.name,
    reason,
  });
  await insertStep(tx, "card", card, at, {
    act: "closed",
    actor: viewer.name,
    reason,
    detail: { issueClass: row.number },
  });
  await tell(tx, card, "closed");
}
