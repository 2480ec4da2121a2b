import type { SearchHit } from "@gezhi/contract/search.ts";
import { initialsOf, mayBeInitials } from "./pinyin-rules.ts";

export type EntryKind = "device" | "place" | "staff";

/** A row that can be found: where it is seen, what it is called, and what else it may be asked for by. */
export type Entry = {
  district: string;
  kind: EntryKind;
  id: string;
  unit: string;
  title: string;
  words: string;
};

/** Longer than this no beginning is told apart: questions and terms are cut alike. */
const longestTerm = 16;
const mostTerms = 400;

export const plain = (text: string): string =>
  text.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
const runsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const isHan = (char: string | undefined): boolean => !!char && /\p{Script=Han}/u.test(char);
const cut = (text: string): string => Array.from(text).slice(0, longestTerm).join("");

/** What stands from each Chinese character on, and from the beginning of each word and number: a question is a beginning of these. */
function tailsOf(text: string): string[] {
  return runsOf(text).flatMap((run) => {
    const chars = Array.from(run);
    return chars.flatMap((char, at) =>
      at === 0 || isHan(char) || isHan(chars[at - 1])
        ? [chars.slice(at, at + longestTerm).join("")]
        : [],
    );
  });
}

/** Initials of the title and of each word; from every letter on. */
export const entryInitials = ({ title, words }: Pick<Entry, "title" | "words">): string =>
  [...new Set([title, ...words.split(" ")].map(initialsOf).filter((one) => one.length > 1))].join(
    " ",
  );

const levels = [6, 9, 12] as const;

/** `=` the beginning of the title, `~` initials, `@` where, `#` of what kind. */
export function termsOf(entry: Entry): string[] {
  const { kind, unit, title, words } = entry;
  const initials = entryInitials(entry)
    .split(" ")
    .flatMap((word) => Array.from(word, (_, at) => `~${word.slice(at, at + longestTerm)}`));
  return [
    ...new Set([
      `#${kind}`,
      ...levels.filter((length) => unit.length >= length).map((n) => `@${unit.slice(0, n)}`),
      `=${cut(runsOf(title).join(""))}`,
      ...tailsOf(title),
      ...tailsOf(words),
      ...initials,
    ]),
  ].slice(0, mostTerms);
}

const quoted = (word: string) => `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
const begins = (word: string) => `${quoted(word)}:*`;

/** As PostgreSQL reads tsqueries; undefined when nothing can be looked for, or nowhere. */
export function entryQuestion(
  text: string,
  kind: EntryKind,
  areas: readonly string[],
): { leading: string; containing: string } | undefined {
  const runs = runsOf(text);
  if (runs.length === 0 || areas.length === 0) return undefined;
  const whole = runs.join("");
  const initials = mayBeInitials(whole) ? [begins(`~${cut(whole)}`)] : [];
  const within = areas.some((area) => area.length < levels[0])
    ? undefined
    : areas.map((area) =>
        quoted(
          `@${area.slice(
            0,
            levels.findLast((n) => n <= area.length),
          )}`,
        ),
      );
  const bounds = [quoted(`#${kind}`), ...(within ? [`(${within.join(" | ")})`] : [])];
  const all = (parts: readonly string[]) => [...bounds, ...parts].join(" & ");
  return {
    leading: all([begins(`=${cut(whole)}`)]),
    containing: all([
      `(${[`(${runs.map((run) => begins(cut(run))).join(" & ")})`, ...initials].join(" | ")})`,
    ]),
  };
}

export type Fit = { rank: number; matched: SearchHit["matched"] };

const isCode = (word: string): boolean => /^[\x21-\x7e]+$/.test(word);

/** How well it fits, 0 best; undefined when not at all. */
export function fitOf(
  text: string,
  entry: Pick<Entry, "title" | "words"> & { initials: string },
): Fit | undefined {
  const [asked, name, rest] = [plain(text), plain(entry.title), plain(entry.words)];
  const word = rest.split(" ").find((one) => one.startsWith(asked));
  const byWord = word !== undefined && isCode(word) ? "code" : "text";
  const initials = mayBeInitials(asked) ? entry.initials.split(" ") : [];
  if (name === asked) return { rank: 0, matched: "name" };
  if (word === asked) return { rank: 1, matched: byWord };
  if (name.startsWith(asked)) return { rank: 2, matched: "name" };
  if (initials.includes(asked)) return { rank: 3, matched: "initials" };
  if (initials.some((one) => one.startsWith(asked))) return { rank: 4, matched: "initials" };
  if (name.includes(asked)) return { rank: 5, matched: "name" };
  if (word !== undefined) return { rank: 6, matched: byWord };
  if (initials.some((one) => one.includes(asked))) return { rank: 7, matched: "initials" };
  const runs = runsOf(asked);
  const said = `${name} ${rest}`;
  return runs.length > 0 && runs.every((run) => said.includes(run))
    ? { rank: 8, matched: "text" }
    : undefined;
}
