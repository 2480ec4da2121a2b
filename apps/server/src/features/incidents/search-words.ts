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

/** As PostgreSQL reads a tsvector. */
export const searchVector = (texts: readonly string[]): string =>
  searchWords(texts.join(" ").slice(0, 4000))
    .map((word) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`)
    .join(" ");
