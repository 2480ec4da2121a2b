import type { IncidentId } from "@gezhi/contract/ids.ts";
import { type Action, IncidentAct } from "@gezhi/contract/incidents.ts";
import { ProblemError } from "../../platform/problems.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
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
  village,
} from "./incident-testing.ts";
import { resumeDueReviews } from "./incident-timers.ts";

const actors = Object.keys(people) as (keyof typeof people)[];
const minute = 60_000;
const day = 24 * 60 * minute;

/** Something sensible to say with an act; `pick` chooses among what is possible. */
function inputFor(
  bench: Bench,
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
    whistle: { kind: "regular", handlers: [pick(2) ? department : firePost], need: "请派人" },
    checkIn: { answer: "收到，马上派人" },
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
    confer: { room: "https://meet.example.org/1" },
    pin: { until: new Date(bench.now() + day).toISOString() },
    note: { kind: "note", text: "记录", files: [] },
    relocate: { position: placeOf(bench, pick(2) ? grid : "500103001001001") },
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
  "confer",
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

const placeOf = (bench: Bench, code: string) => {
  const unit = bench.context.units.find(code);
  return { lon: unit?.lon ?? 0, lat: unit?.lat ?? 0 };
};

/** A history of acts that chance chooses among what is possible, and of a few that are not; `inspect` looks after each. */
export async function walk(
  bench: Bench,
  id: IncidentId,
  steps: readonly number[],
  others: readonly IncidentId[],
  inspect: (id: IncidentId) => Promise<void>,
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
      bench,
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
