import { isDrill, readText, standingsOf, writtenAs } from "./text-rules.ts";

export type UrgencyHints = {
  /** Levels to raise: 2 = life at risk now, 1 = it is getting worse or somebody weak is in it. */
  raise: 0 | 1 | 2;
  /** The words that say so, as written. */
  words: string[];
};

const lifeAtRisk =
  /被困|困在|埋在|压在下面|昏迷|晕倒|不省人事|没有?呼吸|没得呼吸|大出血|流了好多血|血流不止|触电|被电到|落水|掉(?:进|到)(?:水|河|江|井|湖)里?|溺水|中毒|爆炸|起火|着火|还在烧|火势|明火|坠楼|要跳楼|跳江|割腕|轻生|持刀|拿刀|砍人|有人受伤|伤员|伤者|骨折|心脏病|中风|抽搐|喘不过气/gu;
const worsening =
  /蔓延|越来越(?:大|多|严重)|扩大|快(?:垮|塌|倒|掉)|马上(?:要)?(?:垮|塌|倒|掉)|正在(?:漏|冒|淹|垮|掉)|一直在(?:漏|冒|流|掉)|倒灌|淹(?:到|进)|老人摔|摔(?:倒|伤|了)|砸(?:到|伤|了)人|娃儿|小孩|孩子|婴儿|孕妇|残疾人|独居老人|学校门口|幼儿园|放学|人很多|围观/gu;

/** Words that raise an incident's urgency. What is denied, only feared, or a drill raises nothing. */
export function urgencyHints(text: string): UrgencyHints {
  const reading = readText(text);
  if (isDrill(reading)) return { raise: 0, words: [] };
  const standing = standingsOf(reading);
  const stated = (pattern: RegExp) =>
    [...reading.chars.matchAll(pattern)]
      .map((match) => ({ start: match.index, end: match.index + match[0].length }))
      .filter((span) => standing(span) === "stated")
      .map((span) => writtenAs(reading, span));
  const grave = stated(lifeAtRisk);
  if (grave.length) return { raise: 2, words: [...new Set(grave)].slice(0, 5) };
  const serious = stated(worsening);
  return { raise: serious.length ? 1 : 0, words: [...new Set(serious)].slice(0, 5) };
}
