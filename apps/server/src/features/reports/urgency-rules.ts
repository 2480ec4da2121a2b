import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { NearPriority } from "../places/priority-rules.ts";

export type UrgencyInput = {
  category: { code: string; name: string; urgency: Urgency };
  text: string;
  address: string;
  /** Levels that the words of the text raise it by. */
  hints: { raise: 0 | 1 | 2; words: readonly string[] };
  /** What staff chose; the public's own estimate does not count. */
  chosen: Urgency | null;
  /** R77: priority objects by the position, nearest first. */
  near: readonly NearPriority[];
  /** Epoch milliseconds. */
  at: number;
};

export type DecidedUrgency = { urgency: Urgency; reasons: string[] };

const order: readonly Urgency[] = ["red", "orange", "yellow", "blue"];
const names: Record<Urgency, string> = {
  red: "红色特急",
  orange: "橙色紧急",
  yellow: "黄色较急",
  blue: "蓝色一般",
};

const moreUrgent = (a: Urgency, b: Urgency): boolean => order.indexOf(a) < order.indexOf(b);

/** Places where the same thing does more harm. */
const priorityPlaces =
  /幼儿园|托育|小学|中学|学校|校门|医院|卫生院|养老院|敬老院|福利院|加油站|加气站|轨道站|地铁站|轻轨站|车站|商场|农贸市场|菜市场/u;
/** What people stumble over in the dark. */
const darkHazards = ["0501", "0502", "0601"];
const nightFrom = 19;
const nightTo = 6;
const chinaOffsetMs = 8 * 3_600_000;

/** The category's own level, raised by what the report says; the server never lowers it. Every step says why. */
export function decideUrgency({
  category,
  text,
  address,
  hints,
  chosen,
  near,
  at,
}: UrgencyInput): DecidedUrgency {
  let urgency = category.urgency;
  const reasons = [`“${category.name}”默认${names[urgency]}`];
  const raise = (to: Urgency, reason: string) => {
    if (!moreUrgent(to, urgency)) return;
    urgency = to;
    reasons.push(`${reason}，升为${names[to]}`);
  };

  // Red is life at risk (domain C.3): only words that say so reach it.
  const highest = hints.raise === 2 ? 0 : order.indexOf("orange");
  const hinted =
    order[Math.max(highest, order.indexOf(category.urgency) - hints.raise)] ?? category.urgency;
  raise(hinted, `描述中有${hints.words.map((word) => `“${word}”`).join("")}`);
  if (chosen) {
    raise(chosen, "上报人员判断更紧急");
    if (moreUrgent(category.urgency, chosen))
      reasons.push(`上报人员选${names[chosen]}，系统不自动降级，可由调度员更正`);
  }

  const object = strongestOf(near, urgency);
  if (object) {
    const said = `距“${object.place}”${Math.round(object.metres)} 米，${object.because}，+${object.points}`;
    const to = raisedBy(object, urgency);
    if (moreUrgent(to, urgency)) raise(to, said);
    else reasons.push(`${said}，最多到${names[object.highest]}，等级不变`);
  }

  const place = priorityPlaces.exec(`${address} ${text}`)?.[0];
  if (place && urgency === "blue") raise("yellow", `涉及重点场所“${place}”`);
  const hour = new Date(at + chinaOffsetMs).getUTCHours();
  const night = hour >= nightFrom || hour < nightTo;
  if (night && urgency === "blue" && darkHazards.some((prefix) => category.code.startsWith(prefix)))
    raise("yellow", "夜间道路隐患");
  return { urgency, reasons };
}

const raisedBy = ({ points, highest }: NearPriority, from: Urgency): Urgency =>
  order[Math.max(order.indexOf(highest), order.indexOf(from) - points)] ?? from;

/** Places do not add up: the one that raises most counts, of equal ones the nearest. */
const strongestOf = (near: readonly NearPriority[], from: Urgency): NearPriority | undefined =>
  near.reduce<NearPriority | undefined>(
    (best, one) => (!best || moreUrgent(raisedBy(one, from), raisedBy(best, from)) ? one : best),
    undefined,
  );
