import type { Lists } from "@gezhi/contract/configuration.ts";
import type { Handler } from "@gezhi/contract/incidents.ts";
import { levelOf } from "@gezhi/contract/units.ts";

export type PushDown =
  | { allowed: true; reason: string }
  | { allowed: false; item: string; reason: string };

const below = new Set(["village", "grid", "microGrid"]);

/** "不得要求打卡" asks for no check-in. */
const denial = /(?:不得|不要求|不需要?|无需|不用|禁止|严禁|杜绝|免于?|取消|勿)[^，。；,;]{0,4}$/u;

/** Only who is told to issue a proof is asked for it: a complaint about one is none. */
const issuing = ["开具", "出具", "开", "补开"];

/**
 * R31: what is pushed down to a village or a grid is checked against the negative list first, then against the proofs that
 * villages must not issue and the matters that villages have. Towns, posts and departments are not bound by these.
 */
export function checkPushDown(
  lists: Pick<Lists, "negative" | "proofsRefused" | "villageMatters">,
  handler: Handler,
  text: string,
  listItem?: string,
): PushDown {
  const unit = handler.split("/")[0] ?? handler;
  if (!below.has(levelOf(unit)))
    return { allowed: true, reason: "派给镇街及以上单位，不受村社负面清单限制" };

  const refused = lists.negative.find(
    (item) => item.code === listItem || wordsOf(item).some((word) => asksFor(text, word)),
  );
  if (refused) {
    const basis = refused.basis ? `（依据：${refused.basis}）` : "";
    const instead = refused.alternative
      ? `；替代办法：${refused.alternative}`
      : "；请由镇街岗位或主责部门办理";
    return {
      allowed: false,
      item: refused.code,
      reason: `负面清单 ${refused.code}“${refused.name}”不得下派村社和网格${basis}${instead}`,
    };
  }
  const proof = lists.proofsRefused.find(
    ({ code, name }) =>
      code === listItem || issuing.some((word) => asksFor(text, `${word}${name}`)),
  );
  if (proof)
    return {
      allowed: false,
      item: proof.code,
      reason: `不得要求村社开具“${proof.name}”（${proof.code}）${proof.alternative ? `；替代办法：${proof.alternative}` : ""}`,
    };
  if (!listItem) return { allowed: true, reason: "未命中负面清单" };

  const matter = lists.villageMatters.find(({ code }) => code === listItem);
  if (matter)
    return { allowed: true, reason: `依据村（社区）事项清单 ${matter.code}“${matter.name}”` };
  return {
    allowed: false,
    item: listItem,
    reason: `村（社区）事项清单中没有 ${listItem}：请填清单内事项的编号（在“清单”页核对任务可查到），或由镇街岗位办理`,
  };
}

/** An item without words of its own is recognised by the longer parts of its name. */
const wordsOf = ({ words, name }: Lists["negative"][number]): string[] =>
  words.length ? words : name.split(/[、，；（）()“”\s]/u).filter((part) => part.length >= 4);

function asksFor(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!denial.test(text.slice(0, at))) return true;
  return false;
}
