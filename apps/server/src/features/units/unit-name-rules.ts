import { ancestorAt, type Unit, type UnitLevel } from "@gezhi/contract/units.ts";
import { initialsOf, mayBeInitials } from "../search/pinyin-rules.ts";
import { chineseNumber } from "@gezhi/reference/chinese-number.ts";

/** `presumed`: the text names only a road that a community of that town is named after. */
export type AddressMatch = { unit: string; matched: string; presumed?: true };

/** What a unit that stands was called before, or one that ended and whose work it goes on with. */
export type FormerName = { code: string; name: string };

/** Every unit an address text may mean, and the one it means if there is one. */
type AddressReading = { match: AddressMatch | undefined; candidates: string[] };

export type NameIndex = {
  search(text: string, level: UnitLevel | undefined, limit: number): Unit[];
  readAddress(text: string, within: string): AddressReading;
};

type Name = { codes: string[]; full: boolean };
type Found = { start: number; end: number; text: string; name: Name };

const readableLength = 1_000;
const namedLevels: readonly UnitLevel[] = ["district", "town", "village"];

/** 人民路 is a road wherever the village 人民 lies: a name without its 街道, 镇 or 社区 does not count before these. */
const roadAfter = /^(路|街(?!道)|巷|大道|桥|站|立交|隧道)/u;
/** 和平路社区 is one place, 和平路 a road in half of the towns. */
const roadItself = /(路|街|巷|大道|桥)$/u;
const gridName = /第[一二三四五六七八九十百]+网格/u;
/** 3网格, 第3网格, 3号网格, 三网格: people do not write the number as the unit is called. */
const spokenGrid =
  /(?:第?(\d{1,3})号?|(?<![第一二三四五六七八九十百])([一二三四五六七八九十百]+))网格/gu;
const withGridNames = (text: string): string =>
  text.replace(spokenGrid, (_, digits?: string, words?: string) =>
    digits ? (Number(digits) ? `第${chineseNumber(Number(digits))}网格` : "") : `第${words}网格`,
  );
const suffixes: Partial<Record<UnitLevel, RegExp>> = {
  district: /((土家族|苗族|彝族)+)?(自治县|新区|区|县)$/u,
  town: /((土家族|苗族|彝族|蒙古族)+)?(街道|镇|乡)$/u,
  village: /(社区|村)$/u,
};

/** 渝中区 is also called 渝中. Undefined when nothing recognisable is left. */
function stemOf(unit: Unit): string | undefined {
  const suffix = suffixes[unit.level];
  const stem = suffix && unit.shortName.replace(suffix, "");
  return stem && stem.length >= 2 && stem !== unit.shortName ? stem : undefined;
}

/** The committee stands for its village or community: 捍卫路居委会, 双龙村委会. */
const committeesOf = ({ shortName, level }: Unit, stem: string | undefined): string[] =>
  level !== "village" || !stem
    ? []
    : shortName.endsWith("村")
      ? [`${stem}村委会`, `${stem}村民委员会`]
      : [`${stem}居委会`, `${stem}居民委员会`];

export function buildNameIndex(
  units: ReadonlyMap<string, Unit>,
  childrenOf: (code: string) => readonly Unit[],
  former: readonly FormerName[] = [],
): NameIndex {
  const named = [...units.values()].filter(({ level }) => namedLevels.includes(level));
  const names = new Map<string, Name>();
  let longest = 0;
  const add = (text: string, code: string, full: boolean) => {
    longest = Math.max(longest, text.length);
    const known = names.get(text);
    if (!known) names.set(text, { codes: [code], full });
    else if (!known.codes.includes(code)) known.codes.push(code);
  };
  for (const unit of named)
    for (const text of new Set([unit.shortName, unit.name, ...committeesOf(unit, stemOf(unit))]))
      add(text, unit.code, true);
  const current = new Set(names.keys());
  for (const { name, code } of former) if (!current.has(name)) add(name, code, true);
  /** Of each town the roads that communities are named after. */
  const roads = new Map<string, { road: string; unit: string }[]>();
  for (const unit of named) {
    const stem = stemOf(unit);
    if (!stem) continue;
    if (!roadItself.test(stem)) {
      if (!names.get(stem)?.full) add(stem, unit.code, false);
    } else if (unit.level === "village") {
      const town = unit.code.slice(0, 9);
      roads.set(town, [...(roads.get(town) ?? []), { road: stem, unit: unit.code }]);
    }
  }

  const namesIn = (text: string): Found[] => {
    const found: Found[] = [];
    for (let start = 0; start < text.length; start += 1)
      for (let end = Math.min(text.length, start + longest); end > start + 1; end -= 1) {
        const name = names.get(text.slice(start, end));
        if (!name || (!name.full && roadAfter.test(text.slice(end)))) continue;
        found.push({ start, end, text: text.slice(start, end), name });
        break;
      }
    const chosen: Found[] = [];
    for (const one of found.toSorted((a, b) => b.end - b.start - (a.end - a.start)))
      if (chosen.every((other) => one.end <= other.start || other.end <= one.start))
        chosen.push(one);
    return chosen;
  };

  /** What is named in full draws the bounds: a village of that name in another town is not meant. */
  const boundsIn = (found: readonly Found[]): string[] => {
    for (const level of ["town", "district"] as const) {
      const bounds = found
        .filter(({ name }) => name.full)
        .flatMap(({ name }) => name.codes.filter((code) => units.get(code)?.level === level));
      if (bounds.length > 0) return bounds;
    }
    return [];
  };

  /** Inside a town that is known, the one community that a named road gave its name to. */
  const roadIn = (text: string, town: string): AddressMatch | undefined => {
    const hits = (roads.get(town) ?? [])
      .filter(({ road }) => text.includes(road))
      .toSorted((a, b) => b.road.length - a.road.length);
    const [best, next] = hits;
    if (!best || next?.road.length === best.road.length) return undefined;
    return { unit: best.unit, matched: best.road, presumed: true };
  };

  type Words = { written: string; text: string; found: Found[]; bounds: string[] };
  let last: Words | undefined;
  /** The same words are asked for within one unit after another. */
  const wordsIn = (written: string): Words => {
    if (last?.written === written) return last;
    const text = withGridNames(written.slice(0, readableLength));
    const found = namesIn(text);
    last = { written, text, found, bounds: boundsIn(found) };
    return last;
  };

  const readAddress = (written: string, within: string): AddressReading => {
    const { text, found, bounds } = wordsIn(written);
    const reading = readNames(text, found, bounds, within);
    const deepest = Math.max(within.length, reading.match?.unit.length ?? 0);
    const town = ancestorAt(reading.match?.unit ?? within, "town");
    if (town === undefined || deepest > town.length) return reading;
    if (bounds.length > 0 && !bounds.some((bound) => town.startsWith(bound))) return reading;
    const presumed = roadIn(text, town);
    return presumed ? { match: presumed, candidates: [presumed.unit] } : reading;
  };

  const readNames = (
    text: string,
    found: readonly Found[],
    bounds: readonly string[],
    within: string,
  ): AddressReading => {
    const scores = new Map<string, number>();
    for (const code of new Set(found.flatMap(({ name }) => name.codes))) {
      if (!code.startsWith(within) && !within.startsWith(code)) continue;
      if (
        bounds.length > 0 &&
        !bounds.some((bound) => code.startsWith(bound) || bound.startsWith(code))
      )
        continue;
      const backing = found.filter(({ name }) =>
        name.codes.some((other) => code.startsWith(other)),
      );
      const own = backing.filter(({ name }) => name.codes.includes(code));
      // 七星岗 alone is telling, 涂山 alone is not, nor is a village without its 村 anywhere in a city.
      const telling = own.some(
        ({ name, text: word }) =>
          name.full || (word.length > 2 && units.get(code)?.level !== "village"),
      );
      if (!telling && backing.length === own.length && within.length < 6) continue;
      const weight = backing.reduce(
        (sum, { text: word, name }) => sum + word.length * (name.full ? 2 : 1),
        0,
      );
      scores.set(code, weight);
    }
    const best = Math.max(0, ...scores.values());
    const candidates = [...scores.keys()].filter((code) => scores.get(code) === best).toSorted();
    const [only] = candidates;
    const wordFor = (code: string) =>
      found.find(({ name }) => name.codes.includes(code))?.text ?? "";
    if (only === undefined) return { match: undefined, candidates: [] };
    if (candidates.length === 1) return { match: withGrid(only, wordFor(only), text), candidates };
    // Two communities of one name in the same town: the town was named, and that much is certain.
    const above = [...scores.keys()]
      .filter((code) =>
        candidates.every((candidate) => candidate !== code && candidate.startsWith(code)),
      )
      .toSorted((a, b) => b.length - a.length)[0];
    return { match: above ? { unit: above, matched: wordFor(above) } : undefined, candidates };
  };

  const withGrid = (unit: string, matched: string, text: string): AddressMatch => {
    const wanted = gridName.exec(text)?.[0];
    const grid =
      wanted && childrenOf(unit).find(({ level, name }) => level === "grid" && name === wanted);
    return grid ? { unit: grid.code, matched: `${matched}${wanted}` } : { unit, matched };
  };

  const search = (written: string, level: UnitLevel | undefined, limit: number): Unit[] => {
    const text = written.trim();
    if (text === "") return [];
    if (/^\d+$/.test(text))
      return [...units.values()]
        .filter((unit) => unit.code.startsWith(text) && (!level || unit.level === level))
        .toSorted((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1))
        .slice(0, limit);
    const wanted = gridName.exec(text)?.[0];
    const initials = mayBeInitials(text) ? text.toLowerCase() : undefined;
    const place = wanted ? text.replace(wanted, "") : text;
    const wantsGrid = level === "grid" || wanted !== undefined;
    const hits = named
      .filter((unit) => wantsGrid || !level || unit.level === level)
      .flatMap((unit) => {
        const rank = initials ? initialsRank(unit, initials) : rankOf(unit, place);
        return rank === undefined ? [] : [{ unit, rank }];
      })
      .toSorted(
        (a, b) =>
          a.rank - b.rank ||
          a.unit.code.length - b.unit.code.length ||
          (a.unit.code < b.unit.code ? -1 : 1),
      )
      .map(({ unit }) => unit);
    if (!wantsGrid) return hits.slice(0, limit);
    return hits
      .filter((unit) => unit.level === "village")
      .flatMap((unit) => childrenOf(unit.code))
      .filter((unit) => unit.level === "grid" && (!wanted || unit.name === wanted))
      .slice(0, limit);
  };

  /** yzq is 渝中区, and yz its beginning. */
  const initialsRank = ({ shortName }: Unit, initials: string): number | undefined => {
    const own = initialsOf(shortName);
    if (own === initials) return 0;
    return own.startsWith(initials) ? 1 : undefined;
  };

  /** 0 the name itself, 1 its beginning, 2 somewhere in it; a name below a named unit (渝中区七星岗) ranks behind. */
  const rankOf = (unit: Unit, text: string): number | undefined => {
    if (unit.shortName === text || unit.name === text) return 0;
    if (unit.shortName.startsWith(text)) return 1;
    if (unit.name.includes(text)) return 2;
    const own = [unit.shortName, stemOf(unit) ?? unit.shortName].find((name) =>
      text.endsWith(name),
    );
    if (!own || own.length < 2) return undefined;
    const parents = text.slice(0, -own.length);
    let above = unit.parent ? units.get(unit.parent) : undefined;
    for (; above; above = above.parent ? units.get(above.parent) : undefined)
      if (parents.includes(above.shortName) || parents.includes(stemOf(above) ?? above.shortName))
        return 3;
    return undefined;
  };

  return { search, readAddress };
}
