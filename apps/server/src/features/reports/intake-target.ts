import { keyOf, type Key } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";
import { urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { Joined } from "../incidents/report-joining-commands.ts";
import { rankCandidates, type Ranked } from "./intake-correlation.ts";
import type { Submission } from "./intake-submission.ts";
import { isPublicCategory } from "./public-category-rules.ts";
import type { IntakeFacts } from "./report-queries.ts";

/** The incidents a report may join, the surest first, before their rows are held. */
export type Wish = { foreign: Key | null; follow: Key | null; ranked: Ranked };

export function wishOf(context: Context, submission: Submission, facts: IntakeFacts): Wish {
  const { foreign, follow } = submission.report;
  return {
    foreign:
      foreign && facts.foreign
        ? { district: facts.foreign.district, id: facts.foreign.incident }
        : null,
    follow: follow ? keyOf(follow) : null,
    ranked: rankCandidates(context, submission, facts.candidates),
  };
}

export const keysOf = ({ foreign, follow, ranked }: Wish): Key[] =>
  [foreign, follow, ranked.join?.candidate ?? null].flatMap((key) => key ?? []);

export type Target =
  | {
      joined: Joined;
      score: number | null;
      reasons: string[];
      /** The report is graver than what it joins. */
      graver?: boolean;
    }
  | { joined: null; ranked: Ranked; /** Why not what the reporter asked for. */ instead: string[] };

/** The same foreign number first, then what the reporter chose to follow, then what is alike; else a new incident. */
export function targetOf(
  submission: Submission,
  { foreign, follow, ranked }: Wish,
  held: (key: Key) => Joined | undefined,
): Target {
  const { report } = submission;
  const instead: string[] = [];
  const same = foreign && held(foreign);
  if (same)
    return {
      joined: same,
      score: 1,
      reasons: [`与已登记的${report.foreign?.system}来件 ${report.foreign?.number} 为同一工单`],
    };
  if (follow) {
    const joined = held(follow);
    if (joined && takesReports(joined) && mayFollow(submission, joined))
      return { joined, score: null, reasons: ["上报人选择关注这一事件"] };
    instead.push("所选关注的事件已办结或不公开，另行受理");
  }
  if (ranked.join) {
    const { candidate, score, reason } = ranked.join;
    const joined = held(candidate);
    const graver =
      joined && urgencyRanks[submission.assessment.urgency.urgency] < urgencyRanks[joined.urgency];
    if (joined && takesReports(joined))
      return { joined, score, reasons: [reason], graver: graver === true };
  }
  return { joined: null, ranked, instead };
}

/** What only waits for its check would end with the report unseen. */
const takesReports = ({ open, status }: Joined): boolean => open && status !== "selfHandled";

/** Strangers follow what strangers may see, staff also what lies in their scope. */
const mayFollow = ({ viewer }: Submission, joined: Joined): boolean =>
  isPublicCategory(joined.category) ||
  [...joined.party_units, ...joined.informed_units].some((party) =>
    [...(viewer?.full ?? []), ...(viewer?.masked ?? [])].some((token) => party.startsWith(token)),
  );
