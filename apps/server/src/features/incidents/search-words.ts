import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

let loaded: Jieba | undefined;
const jieba = (): Jieba => (loaded ??= Jieba.withDict(dict));

const mostWords = 200;

/** The words a text is found by: short and long ones alike, half-width, lower case. The same for texts and for questions. */
export function searchWords(text: string): string[] {
  const plain = text.normalize("NFKC").toLowerCase();
  const words = jieba()
    .cutForSearch(plain, true)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return [...new Set(words)].slice(0, mostWords);
}

const quoted = (word: string) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
const ofTexts = (texts: readonly string[]) => searchWords(texts.join(" ").slice(0, 4000));

/**
 * As PostgreSQL reads a tsvector. Words of `shown`, which stands in every list, carry the label A: who sees the record
 * masked finds it by those alone, so that no question can sound out what is hidden.
 */
export function searchVector(shown: readonly string[], hidden: string): string {
  const open = ofTexts(shown);
  const others = ofTexts([hidden]).filter((word) => !open.includes(word));
  return [
    ...open.map((word) => `${quoted(word)}:1A`),
    ...others.map((word) => `${quoted(word)}:1`),
  ].join(" ");
}

/** All of the words; with a label only where they carry it. */
export const searchQuery = (words: readonly string[], label: "A" | "" = ""): string =>
  words.map((word) => `${quoted(word)}${label ? `:${label}` : ""}`).join(" & ");
