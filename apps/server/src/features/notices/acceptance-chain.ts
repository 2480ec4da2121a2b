import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { type Tx, read, write } from "../../platform/database/scope.ts";
import { createResting } from "../../platform/resting.ts";
import {
  chainCandidates,
  chainStepAt,
  chainStepMs,
  type ChainCandidate,
} from "../clocks/acceptance-chain-rules.ts";
import type { Context } from "../context.ts";
import { lockForTimer, recordAsked, recordUnaccepted } from "../incidents/overdue-commands.ts";
import { type Appointed, chainAmong } from "../organisation/handler-rules.ts";
import { attendedOffice, findChainPeople } from "../organisation/organisation-queries.ts";
import { handlerName, placeName } from "../organisation/post-directory.ts";
import {
  type ChainRow,
  claimSteps,
  findAsked,
  findAskedOrder,
  findDueChains,
  insertChains,
  lockDueChain,
  type NewChain,
  type NewStep,
  setChain,
} from "./chain-queries.ts";
import { askedLines } from "./chain-text-rules.ts";
import { type Message, notify } from "./notice-commands.ts";
import { bodyOf, limitText, titleOf, type Matter } from "./notice-text-rules.ts";

const batch = 200;
const failing = createResting(60_000);

export type AskedOrder = {
  /** The work order. */
  key: Key;
  incident: string;
  handler: string;
  part: "lead" | "co";
  /** Where the matter lies. */
  unit: string;
  town: string | null;
  dueAt: Date | null;
  matter: Matter;
};

/**
 * Asks the first step to accept a work order, in the transaction that dispatches it; the job asks the others while
 * nobody does (domain C.3, R17, R76). Yellow and blue ask once; their clocks remind.
 */
export async function startChain(tx: Tx, context: Context, order: AskedOrder): Promise<void> {
  const at = new Date(context.now());
  const people = await findChainPeople(tx, order.handler, order.unit, at);
  const { chain, asked, message } = firstAsked(context, order, people, at);
  if (chain) await insertChains([chain]).execute(tx);
  await ask(tx, context, asked, message);
}

/** The chain of a new work order, whom its first step asks, and what they are told. */
export function firstAsked(
  context: Context,
  order: AskedOrder,
  people: readonly Appointed[],
  at: Date,
): { chain: NewChain | null; asked: NewStep[]; message: Asking } {
  const { urgency } = order.matter;
  const candidates = candidatesAmong(people, order);
  const next = nextStep(urgency, at.getTime(), at.getTime(), candidates);
  const chain = next.at && {
    district: order.key.district,
    work_order: order.key.id,
    incident: order.incident,
    urgency,
    started_at: at,
    next_at: next.at,
  };
  return { chain, ...askedOf(context, order, candidates.slice(0, next.reached), at) };
}

const candidatesAmong = (
  people: readonly Appointed[],
  { handler, unit }: Pick<AskedOrder, "handler" | "unit">,
): ChainCandidate[] => chainCandidates(chainAmong(people, handler, unit));

/** How many steps are to have been asked by now, and when to look again: at the end of the last one too. */
function nextStep(
  urgency: Urgency,
  startedAt: number,
  now: number,
  candidates: readonly ChainCandidate[],
): { reached: number; at: Date | null; over: boolean } {
  const position = chainStepAt(urgency, startedAt, now, candidates);
  // Nobody at all: there is nothing to wait for.
  if (!position) return { reached: 0, at: new Date(now), over: true };
  const reached = position.index + 1;
  const every = chainStepMs[urgency];
  if (every === null) return { reached, at: null, over: false };
  const until = position.since + every;
  return { reached, at: new Date(until), over: position.nextAt === null && now >= until };
}

type Asking = Message & { cause: string };

function askedOf(
  context: Context,
  order: AskedOrder,
  candidates: readonly ChainCandidate[],
  at: Date,
): { asked: NewStep[]; message: Asking } {
  const { district, id } = order.key;
  const later = candidates.length > 1;
  const part = order.part === "lead" ? "主办" : "协办";
  return {
    asked: candidates.flatMap(({ people }, step) =>
      people.map((account) => ({ district, work_order: id, account, step, told_at: at })),
    ),
    message: {
      district,
      incident: order.incident,
      urgency: order.matter.urgency,
      act: "dispatch",
      title: titleOf(later ? "仍无人签收，请处理" : "请签收", order.matter),
      body: bodyOf(
        order.matter,
        `${handlerName(context, order.handler)}${part}`,
        limitText("签收", order.dueAt),
      ),
      cause: `accept ${id}`,
    },
  };
}

async function ask(
  tx: Tx,
  context: Context,
  asked: readonly NewStep[],
  message: Asking,
): Promise<string[]> {
  const fresh = await claimSteps(tx, asked);
  await notify(tx, context, { ...message, recipients: { accounts: fresh } });
  return fresh;
}

/**
 * Takes the steps that are due. Any number of workers may run it: a step's claim stands or falls with the notices it
 * writes, so a killed worker loses nothing and repeats nothing. Says how many chains moved.
 */
export async function stepChains(context: Context): Promise<number> {
  let moved = 0;
  for (;;) {
    const at = new Date(context.now());
    const due = await read(context.db, "system", (tx) =>
      findDueChains(tx, at, failing.at(at.getTime()), batch),
    );
    let progress = 0;
    let failed = 0;
    for (const key of due) {
      try {
        progress += (await write(context.db, "system", (tx) => stepChain(tx, context, key, at)))
          ? 1
          : 0;
      } catch (error) {
        failing.lay(key.id, at.getTime());
        failed += 1;
        context.log.error(
          { err: error, workOrder: key.id },
          "a step of an acceptance chain failed, trying again in a minute",
        );
      }
    }
    moved += progress;
    if (progress > 0) context.hint();
    // The next look goes past those that failed.
    if (due.length < batch || progress + failed === 0) return moved;
  }
}

/** False when somebody else has the chain or the incident just now. */
async function stepChain(tx: Tx, context: Context, key: Key, at: Date): Promise<boolean> {
  const chain = await lockDueChain(tx, key, at);
  if (!chain) return false;
  const row = await findAskedOrder(tx, key);
  if (row?.status !== "dispatched") {
    await setChain(tx, chain, { next_at: null });
    return true;
  }
  // What is asked now also stands on the timeline: somebody who acts on the incident just now goes first.
  const incident = await lockForTimer(tx, { district: key.district, id: chain.incident });
  if (!incident) return false;
  const order: AskedOrder = {
    key,
    incident: chain.incident,
    handler: row.handler,
    part: row.part,
    unit: row.unit,
    town: row.chain_level === "district" ? null : row.town,
    dueAt: row.due_at,
    matter: matterOf(context, { ...row, urgency: chain.urgency }),
  };
  const candidates = candidatesAmong(
    await findChainPeople(tx, order.handler, order.unit, at),
    order,
  );
  const next = nextStep(chain.urgency, chain.started_at.getTime(), at.getTime(), candidates);
  const { asked, message } = askedOf(context, order, candidates.slice(0, next.reached), at);
  const fresh = await ask(tx, context, asked, message);
  if (fresh.length > 0) {
    const lines = askedLines(
      await findAsked(tx, key),
      new Set(fresh),
      candidates.map(({ step }) => step),
      handlerName(context, order.handler),
    );
    await recordAsked(
      tx,
      context,
      incident,
      lines.map((line) => ({ ...line, order: key.id })),
      at,
    );
  }
  if (next.over) return giveUp(tx, context, chain, order, at);
  await setChain(tx, chain, { next_at: next.at });
  return true;
}

/** Everybody was asked and nobody came: the commander, or the district, hears of it once, and the timeline keeps it. */
async function giveUp(
  tx: Tx,
  context: Context,
  chain: ChainRow,
  order: AskedOrder,
  at: Date,
): Promise<boolean> {
  const { district } = order.key;
  const incident = await lockForTimer(tx, { district, id: chain.incident });
  if (!incident) return false;
  const handler = handlerName(context, order.handler);
  const leader = await attendedOffice(
    tx,
    order.town
      ? { role: "commander", unit: order.town }
      : { role: "districtCentre", unit: district },
    at,
  );
  const reported = leader.role === "commander" ? "已报告指挥长" : "已报告区治理中心";
  await recordUnaccepted(
    tx,
    context,
    incident,
    { order: order.key.id, text: `${handler}逐级通知后仍无人签收，${reported}` },
    at,
  );
  await notify(tx, context, {
    district,
    incident: chain.incident,
    urgency: order.matter.urgency,
    act: "unaccepted",
    title: titleOf("逐级通知后无人签收", order.matter),
    body: bodyOf(order.matter, handler),
    cause: `unaccepted ${order.key.id}`,
    recipients: { roles: [leader] },
  });
  await setChain(tx, chain, { next_at: null, exhausted_at: at });
  return true;
}

/** The words for an incident that messages may carry. */
export const matterOf = (
  context: Pick<Context, "units" | "configuration">,
  row: { number: string; category: string; unit: string; urgency: Urgency; simulated: boolean },
): Matter => ({
  number: row.number,
  category: context.configuration.category(row.category, row.unit)?.name ?? "事件",
  place: placeName(context, row.unit),
  urgency: row.urgency,
  simulated: row.simulated,
});
