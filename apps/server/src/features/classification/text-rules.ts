/** Beyond this the rest of a text is not read: nobody needs more words to say what it is about. */
export const readableLength = 2000;

/**
 * A text as the rules read it: half-width, lower case, no blanks. `origin` maps each
 * character back, so that people are always shown words exactly as they were written.
 */
export type Reading = {
  source: string;
  chars: string;
  origin: readonly number[];
  /** The clause (up to a comma) and the sentence (up to a full stop) of each character. */
  clause: readonly number[];
  sentence: readonly number[];
};

export type Span = { start: number; end: number };

const blank = /[\s\u200b-\u200d\ufeff]/u;
const clauseEnd = new Set(",,、:;;。.!?~…()[]");
const sentenceEnd = new Set(";。!?…\n");

function plainChar(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
  return code < 0x250 ? char.toLowerCase() : char;
}

export function readText(text: string): Reading {
  const source = text.slice(0, readableLength);
  const origin: number[] = [];
  const clause: number[] = [];
  const sentence: number[] = [];
  let chars = "";
  let clauseNumber = 0;
  let sentenceNumber = 0;
  for (let index = 0; index < source.length; index += 1) {
    const written = source.charAt(index);
    if (written === "\n") sentenceNumber += 1;
    if (blank.test(written)) continue;
    const char = plainChar(written);
    chars += char.length === 1 ? char : written;
    origin.push(index);
    clause.push(clauseNumber);
    sentence.push(sentenceNumber);
    if (sentenceEnd.has(char)) sentenceNumber += 1;
    if (clauseEnd.has(char)) clauseNumber += 1;
  }
  return { source, chars, origin, clause, sentence };
}

export const plainWord = (word: string): string => readText(word).chars;

export function writtenAs(reading: Reading, span: Span): string {
  const from = reading.origin[span.start] ?? 0;
  const last = reading.origin[span.end - 1] ?? from;
  return reading.source.slice(from, last + 1);
}

/** What the words around a span do to it: deny it ("没有着火") or only fear it ("万一着火"). */
export type Standing = "stated" | "denied" | "feared";

const denial =
  /(?<![是有])(?:没有|没得|并没|不是|并非|未见|未发现|没发现|没看到|没见到|无人员|不存在|排除|没人|无人|没|无)/gu;
const fear =
  /担心|害怕|生怕|就怕|怕(?!是)|万一|容易|如果|要是|假如|一旦|以防|以免|防止|避免|预防|谨防|差点|险些|可能(?:会|引|导|造)|引发|引起|导致|造成|存在|随时|小心|提醒|宣传|知识|讲座|应对/gu;
const fearAfter = /^(?:的|等)?(?:隐患|风险|危险|怎么办)/u;

/** How far a denial reaches: "没有发生火灾", not "没有人打扫的垃圾". */
const denialReach = 2;
const fearReach = 10;

function ends(pattern: RegExp, chars: string): number[] {
  return [...chars.matchAll(pattern)].map((match) => match.index + match[0].length);
}

export type Standings = (span: Span) => Standing;

/** Reads the denials and fears of a text once, then answers for any span of it. */
export function standingsOf(reading: Reading): Standings {
  const denials = ends(denial, reading.chars);
  const fears = ends(fear, reading.chars);
  const before = (places: number[], start: number, reach: number) =>
    places.some(
      (end) =>
        end <= start && start - end <= reach && reading.clause[end - 1] === reading.clause[start],
    );
  return ({ start, end }) => {
    if (before(denials, start, denialReach)) return "denied";
    if (before(fears, start, fearReach) || fearAfter.test(reading.chars.slice(end, end + 4)))
      return "feared";
    return "stated";
  };
}

const drill = /演练|演习|拉练|测试(?:报警|信息|告警|一下)|模拟(?:火|地震|灾|事故|险情)/u;

export const isDrill = (reading: Reading): boolean => drill.test(reading.chars);
