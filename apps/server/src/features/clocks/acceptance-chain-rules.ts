import type { Urgency } from "@gezhi/contract/incidents.ts";

/** Who is asked to accept, one after the other, while nobody does (domain C.3). */
export const chainSteps = ["holderA", "holderB", "gridHead", "dutyOfficer"] as const;
export type ChainStep = (typeof chainSteps)[number];

export interface ChainCandidate {
  step: ChainStep;
  /** Accounts to notify at this step; those asked before stay asked. */
  people: readonly string[];
}

export interface ChainPosition extends ChainCandidate {
  index: number;
  /** When this step began, and when the next one will; null at the last. */
  since: number;
  nextAt: number | null;
}

/** Yellow and blue have no chain: the first who can accept is asked, and the clock's own rungs do the rest. */
export const chainStepMs: Record<Urgency, number | null> = {
  red: 60_000,
  orange: 300_000,
  yellow: null,
  blue: null,
};

/** The steps that have somebody who was not asked at an earlier one. An empty step is left out, so it does not wait. */
export function chainCandidates(
  people: Partial<Record<ChainStep, readonly string[]>>,
): ChainCandidate[] {
  const asked = new Set<string>();
  return chainSteps.flatMap((step) => {
    const fresh = [...new Set(people[step] ?? [])].filter((person) => !asked.has(person));
    for (const person of fresh) asked.add(person);
    return fresh.length > 0 ? [{ step, people: fresh }] : [];
  });
}

/** Null when there is nobody at all: the caller escalates a level at once. */
export function chainStepAt(
  urgency: Urgency,
  startedAt: number,
  now: number,
  candidates: readonly ChainCandidate[],
): ChainPosition | null {
  const every = chainStepMs[urgency];
  const last = every === null ? 0 : candidates.length - 1;
  const index =
    every === null ? 0 : Math.min(Math.max(0, Math.floor((now - startedAt) / every)), last);
  const candidate = candidates[index];
  if (!candidate) return null;
  const since = startedAt + index * (every ?? 0);
  return {
    ...candidate,
    index,
    since,
    nextAt: every === null || index >= last ? null : since + every,
  };
}
