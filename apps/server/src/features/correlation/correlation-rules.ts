import type { Limits } from "@gezhi/contract/configuration.ts";
import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { unclearCode } from "../classification/classifier-rules.ts";
import { distanceM } from "./geometry-rules.ts";
import { textLikeness } from "./likeness-rules.ts";

/**
 * Which open incident a report belongs to (domain C.4). A match is near, of a compatible category and recent;
 * its score says whether it joins by itself or is only proposed to the dispatcher. Every link can be undone.
 */
export type Correlated = {
  category: string;
  urgency: Urgency;
  text: string;
  position: Position | null;
  unit: string;
  /** As `plainAddress` gives it; "" when none was stated. */
  address: string;
  sensor: boolean;
};

export type Candidate = Correlated & {
  id: string;
  district: string;
  number: string;
  categoryName: string;
  /** Handled in the grid and only waiting for its check, which looks at what was handled, not at what comes now. */
  handled: boolean;
  openedAt: number;
  /** When the last report joined it: a fire that is still reported is still the same fire. */
  lastReportAt: number;
};

export type Match = { candidate: Candidate; score: number; joins: boolean; reason: string };

/** What a smoke detector and a caller may both report (G7): one danger, several categories. */
const dangers: Record<string, readonly string[]> = {
  fire: ["0901"],
  gas: ["100201", "050307"],
  flood: ["1101", "060103"],
};

const dangerOf = (category: string): string | undefined =>
  Object.keys(dangers).find((danger) =>
    dangers[danger]?.some((prefix) => category.startsWith(prefix)),
  );

/** Reports of one group exclude each other while they look for their incident. */
export const correlationGroup = (category: string): string =>
  dangerOf(category) ?? category.slice(0, 4);

/** Prefixes of the categories an incident of the same group can have. */
export function groupPrefixes(category: string): string[] {
  const danger = dangerOf(category);
  return [...new Set([category.slice(0, 4), ...(danger ? (dangers[danger] ?? []) : [])])];
}

const joinScore = 0.6;
/** In danger, people report from where they stand: less likeness is enough. */
const dangerJoinScore = 0.45;
const unclearLikeness = 0.5;
/** Two categories of a group whose descriptions share less than this are two things. */
const otherThingLikeness = 0.05;
const weights = { distance: 0.35, time: 0.2, category: 0.2, text: 0.25 };
/** Older incidents are not compared. */
export const candidateHours = 24;

/** Best first; at most one joins. */
export function matches(
  report: Correlated,
  candidates: readonly Candidate[],
  limits: Limits,
  now: number,
): Match[] {
  const found = candidates
    .flatMap((candidate) => matchOf(report, candidate, limits, now) ?? [])
    .toSorted((a, b) => b.score - a.score || a.candidate.openedAt - b.candidate.openedAt);
  const first = found.findIndex((match) => match.joins);
  return found.map((match, index) => ({ ...match, joins: index === first }));
}

function matchOf(
  report: Correlated,
  candidate: Candidate,
  limits: Limits,
  now: number,
): Match | undefined {
  const category = categoryPart(report, candidate);
  const place = placePart(report, candidate, limits.mergeMetres);
  if (category === undefined || place === undefined) return undefined;

  const minutes = Math.max(0, now - candidate.lastReportAt) / 60_000;
  const limit = limits.mergeMinutes[report.urgency];
  if (minutes > Math.max(limit, candidateHours * 60)) return undefined;
  const time = Math.max(0, 1 - minutes / limit);
  const likeness = textLikeness(report.text, candidate.text);

  const known = likeness === null ? 1 - weights.text : 1;
  const points =
    weights.distance * place.part +
    weights.time * time +
    weights.category * category +
    weights.text * (likeness ?? 0);
  const score = Math.round((points / known) * 100) / 100;

  const signals = [
    `同为“${candidate.categoryName}”一类`,
    place.words,
    `与最近一次上报相隔 ${minutesText(minutes)}`,
    ...(likeness === null ? [] : [`描述相似 ${Math.round(likeness * 100)}%`]),
  ].join("，");
  const hindrance = hindranceOf(report, candidate, { minutes, limit, likeness, score });
  const reason = `与事件 ${candidate.number} ${signals}（得分 ${score}）${hindrance === undefined ? "，自动并入" : `；${hindrance}，请人工判断是否并案`}`;
  return { candidate, score, joins: hindrance === undefined, reason };
}

function categoryPart(report: Correlated, candidate: Candidate): number | undefined {
  if (report.category === candidate.category) return 1;
  if (report.category.slice(0, 4) === candidate.category.slice(0, 4)) return 0.6;
  return pairOfDanger(report, candidate) ? 0.8 : undefined;
}

const pairOfDanger = (report: Correlated, candidate: Candidate): boolean => {
  const danger = dangerOf(report.category);
  return (
    danger !== undefined &&
    danger === dangerOf(candidate.category) &&
    report.sensor !== candidate.sensor
  );
};

function placePart(report: Correlated, candidate: Candidate, mergeMetres: number) {
  if (report.position && candidate.position) {
    const metres = distanceM(report.position, candidate.position);
    if (metres <= mergeMetres)
      return { part: 1 - metres / mergeMetres, words: `相距 ${Math.round(metres)} 米` };
  }
  const sameAddress =
    report.address.length >= 4 &&
    report.address === candidate.address &&
    report.unit === candidate.unit;
  return sameAddress ? { part: 1, words: `地址同为“${report.address}”` } : undefined;
}

/** Why a match does not join by itself; undefined when it does. */
function hindranceOf(
  report: Correlated,
  candidate: Candidate,
  {
    minutes,
    limit,
    likeness,
    score,
  }: { minutes: number; limit: number; likeness: number | null; score: number },
): string | undefined {
  if (candidate.handled) return "该件已在格内办结、等待抽查，本次上报另行受理";
  if (minutes > limit) return `超过自动并案时限 ${limit} 分钟`;
  // What a detector and a person both saw is one danger (G7); whoever joins raises it to the graver level.
  if (pairOfDanger(report, candidate)) return undefined;
  if (urgencyRanks[report.urgency] < urgencyRanks[candidate.urgency])
    return "本次上报更紧急，已单独立案以免延误";
  if (report.category === unclearCode && (likeness ?? 0) < unclearLikeness)
    return "类别未定且描述不足";
  if (report.category !== candidate.category && likeness !== null && likeness < otherThingLikeness)
    return "类别不同，描述也不相似";
  const needed = urgencyRanks[report.urgency] <= urgencyRanks.orange ? dangerJoinScore : joinScore;
  return score >= needed ? undefined : `相似程度不足自动并案的 ${needed}`;
}

const minutesText = (minutes: number): string => {
  if (minutes < 1) return "不到 1 分钟";
  return minutes < 120 ? `${Math.round(minutes)} 分钟` : `${Math.round(minutes / 60)} 小时`;
};
