import type { ListItem, Lists } from "@gezhi/contract/configuration.ts";
import type { FoundItem, ListCheckResult, ListName } from "@gezhi/contract/four-lists.ts";
import type { z } from "zod";
import { checkPushDown } from "../routing/push-down-rules.ts";

type Item = z.infer<typeof ListItem>;
type Answer = Pick<ListCheckResult, "answer" | "item" | "reason" | "alternative" | "others">;

const likeEnough = 0.6;
const mostOthers = 5;

/** What a proof beyond the lists is answered with: only what stands in them may be asked of a village. */
const otherwise = "由要求证明的单位通过数据共享核验，或由本人书面承诺";

/** R31: a proof that is not on the list of those that may be issued is refused, with the channel in its place. */
export function checkProof(
  lists: Pick<Lists, "proofsAllowed" | "proofsRefused">,
  text: string,
  chosen?: string,
): Answer {
  // The refused come first, so that of two that are equally like it none is issued by mistake.
  const all = [...found(lists, "proofsRefused"), ...found(lists, "proofsAllowed")];
  const likely = all
    .map((item) => ({ item, likeness: item.code === chosen ? 2 : likenessOf(text, item) }))
    .filter(({ likeness }) => likeness >= likeEnough)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ item }) => shown(item));
  const [item, ...others] = likely;
  const more = { others: others.slice(0, mostOthers) };
  if (!item)
    return {
      answer: "refused",
      item: null,
      reason: "不在可出具证明清单内，村（社区）不出具",
      alternative: otherwise,
      ...more,
    };
  if (item.list === "proofsAllowed")
    return {
      answer: "allowed",
      item,
      reason: `在可出具证明清单内（${item.code}）`,
      alternative: "",
      ...more,
    };
  return {
    answer: "refused",
    item,
    reason: `在不应出具证明清单内（${item.code}），村（社区）不得出具`,
    alternative: item.alternative || otherwise,
    ...more,
  };
}

/** R31: what a village is told to do, by the negative list first and then by the village's own matters. */
export function checkTask(
  lists: Pick<Lists, "negative" | "proofsRefused" | "villageMatters">,
  village: string,
  text: string,
  chosen?: string,
): Answer {
  const pushed = checkPushDown(lists, village, text, chosen);
  if (!pushed.allowed) {
    const item = [...found(lists, "negative"), ...found(lists, "proofsRefused")].find(
      ({ code }) => code === pushed.item,
    );
    if (item)
      return {
        answer: "refused",
        item: shown(item),
        reason: `在${item.list === "negative" ? "负面事项清单" : "不应出具证明清单"}内（${item.code}），不得下派村（社区）`,
        alternative: item.alternative || "由镇街岗位或主责部门办理",
        others: [],
      };
  }
  const matters = found(lists, "villageMatters")
    .map((item) => ({ item, likeness: item.code === chosen ? 2 : likenessOf(text, item) }))
    .filter(({ likeness }) => likeness >= likeEnough)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ item }) => shown(item));
  const [item, ...others] = matters;
  if (item)
    return {
      answer: "allowed",
      item,
      reason: `在村（社区）事项清单内（${item.code}）`,
      alternative: "",
      others: others.slice(0, mostOthers),
    };
  return {
    answer: "unlisted",
    item: null,
    reason: "不在负面事项清单内，也不在村（社区）事项清单内",
    alternative: "由镇街岗位办理；确需村（社区）协助的，先由镇街同意",
    others: [],
  };
}

type Listed = Item & { list: ListName };

function found<L extends ListName>(lists: Pick<Lists, L>, list: L): Listed[] {
  return lists[list].map((item) => ({ ...item, list }));
}

const shown = ({ list, code, name, basis, alternative = "" }: Listed): FoundItem => ({
  list,
  code,
  name,
  basis,
  alternative,
});

export const itemsOf = <L extends ListName>(lists: Pick<Lists, L>, list: L): FoundItem[] =>
  found(lists, list).map(shown);

/** Over 1 when it is named, else the share of pairs of characters that the name and the text have in common. */
function likenessOf(text: string, { name, words }: Item): number {
  const asked = coreOf(text);
  if (words.some((word) => word !== "" && asked.includes(coreOf(word)))) return 1.5;
  const kind = coreOf(name);
  if (asked.length < 2 || kind.length < 2) return 0;
  // The longer of two names that are both there says more: 社区戒毒 before 社区.
  if (asked.includes(kind)) return 1 + kind.length / 100;
  if (kind.includes(asked)) return asked.length / kind.length >= 0.3 ? 0.9 : 0.6;
  const pairs = pairsOf(kind);
  const given = pairsOf(asked);
  const shared = given.filter((pair) => pairs.includes(pair)).length;
  // A few words out of a long name name it too, as long as nearly all of them are its own.
  return Math.max(
    new Set(given.filter((pair) => pairs.includes(pair))).size / pairs.length,
    given.length >= 3 ? (shared / given.length) * 0.9 : 0,
  );
}

/** Without brackets, marks and the words that every one has. */
const coreOf = (text: string): string =>
  text
    .replaceAll(/[（(][^）)]*[）)]/gu, "")
    .replaceAll(/证明材料|证明|情况说明|情况|开具|出具|居民|补开|一份|一张/gu, "")
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

const pairsOf = (text: string): string[] =>
  Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
