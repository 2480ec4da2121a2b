import type { Suggestion } from "@gezhi/contract/reports.ts";
import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { addTaught, listTaught, type TaughtRow } from "./classification-queries.ts";
import { createBasis, teach, type Classifier, type ClassifierBasis } from "./classifier-rules.ts";
import { wordsToTeach } from "./teaching-rules.ts";

type Known = { key: string; at: number; classifier: Classifier };
type Memory = {
  basis: { key: string; basis: ClassifierBasis } | undefined;
  /** By district: what was built from which versions, and when its taught words were read. */
  built: Map<string, Promise<Known>>;
  pending: Map<string, TaughtRow>;
  timer: NodeJS.Timeout | undefined;
};

const rereadMs = 5 * 60_000;
const flushMs = 5_000;
const mostPending = 1_000;
const memories = new WeakMap<Context["configuration"], Memory>();

function memoryOf({ configuration }: Context): Memory {
  const known = memories.get(configuration);
  if (known) return known;
  const fresh: Memory = {
    basis: undefined,
    built: new Map(),
    pending: new Map(),
    timer: undefined,
  };
  memories.set(configuration, fresh);
  return fresh;
}

/** The likeliest categories of a text at a place, best first, with the words that decided. */
export async function suggestCategories(
  context: Context,
  unit: string,
  text: string,
  at: Date,
): Promise<Suggestion[]> {
  const { configuration } = context;
  const classifier = await classifierFor(context, unit.slice(0, 6), at);
  return classifier.suggest(text).flatMap((found) => {
    const category = configuration.category(found.code, unit, at);
    if (!category) return [];
    const { code, name, level1, level2, urgency } = category;
    return [
      {
        code,
        name,
        group: `${level1} / ${level2}`,
        urgency,
        confidence: found.confidence,
        words: found.words,
      },
    ];
  });
}

async function classifierFor(context: Context, district: string, at: Date): Promise<Classifier> {
  const { configuration } = context;
  const catalogue = configuration.current("catalogue", district, at);
  const keywords = configuration.current("keywords", district, at);
  const key = `${catalogue.unit} ${catalogue.version} ${keywords.unit} ${keywords.version}`;
  const memory = memoryOf(context);

  const known = await memory.built.get(district);
  if (known?.key === key && context.now() - known.at < rereadMs) return known.classifier;
  const build = async (): Promise<Known> => {
    const taught = await listTaught(context.db, district);
    if (memory.basis?.key !== key)
      memory.basis = {
        key,
        basis: createBasis(catalogue.content.categories, keywords.content.keywords),
      };
    return { key, at: context.now(), classifier: teach(memory.basis.basis, taught) };
  };
  const building = build();
  memory.built.set(district, building);
  building.catch(() => memory.built.delete(district));
  return (await building).classifier;
}

/**
 * A choice made by staff counts for its words. It is kept in memory for a moment and written with others: learning
 * must not make anybody wait, and may be lost with the process.
 */
export function teachCategory(context: Context, unit: string, code: string, text: string): void {
  const memory = memoryOf(context);
  const district = unit.slice(0, 6).padEnd(6, "0");
  for (const word of wordsToTeach(text)) {
    const key = `${district} ${code} ${word}`;
    const row = memory.pending.get(key);
    if (row) row.times += 1;
    else if (memory.pending.size < mostPending)
      memory.pending.set(key, { district, code, word, times: 1 });
  }
  memory.timer ??= setTimeout(() => {
    flushTaught(context).catch((error: unknown) =>
      context.log.warn({ err: error }, "taught words were not kept"),
    );
  }, flushMs).unref();
}

/** Writes what was taught; classifiers read it when they are next made. */
export async function flushTaught(context: Context): Promise<void> {
  const memory = memoryOf(context);
  clearTimeout(memory.timer);
  memory.timer = undefined;
  const rows = [...memory.pending.values()];
  memory.pending.clear();
  if (!rows.length) return;
  await write(context.db, "system", (tx) => addTaught(tx, rows));
}
