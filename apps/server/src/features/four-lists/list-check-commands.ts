import type {
  CheckLists,
  ListCheckFigures,
  ListCheckResult,
  ProofLists,
} from "@gezhi/contract/four-lists.ts";
import { ancestorAt, levelOf, unplacedDistrict } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { read, write } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { checkProof, checkTask, itemsOf } from "./list-check-rules.ts";
import { countChecks, insertCheck } from "./list-queries.ts";
import { addUp, listScope, ownUnit, servesIn } from "./list-rules.ts";

const monthMs = 31 * 24 * 3_600_000;

/** The lists that bind the unit whose member of staff asks; that it was asked goes on record, the words do not. */
export async function checkLists(
  context: Context,
  viewer: Viewer,
  { asked, text, item }: CheckLists,
): Promise<ListCheckResult> {
  const unit = ownUnit(viewer);
  if (!unit) throw forbidden("您目前没有任职，不能核对清单；请联系系统管理员");
  const { content, version } = context.configuration.current("lists", unit);
  // Whoever sits above the villages asks on behalf of one of them.
  const village = ancestorAt(unit, "village") ?? unit.padEnd(12, "0");
  const found =
    asked === "proof" ? checkProof(content, text, item) : checkTask(content, village, text, item);
  await write(context.db, listScope(viewer), (tx) =>
    insertCheck(tx, {
      district: districtOf(unit),
      id: v7(),
      unit,
      asked,
      answer: found.answer,
      item: found.item?.code ?? null,
      item_name: found.item?.name ?? null,
      lists_version: version,
      at: new Date(context.now()),
    }),
  );
  return { ...found, version, unit: { code: unit, name: context.units.name(unit) } };
}

export async function checkFigures(
  context: Context,
  viewer: Viewer,
  { unit = ownUnit(viewer), months }: { unit?: string | undefined; months: number },
): Promise<ListCheckFigures> {
  if (!unit || !servesIn(viewer, unit))
    throw forbidden("该单位不在您的工作范围内，请选择本单位或下级单位");
  const since = new Date(context.now() - months * monthMs);
  const rows = await read(context.db, listScope(viewer), (tx) => countChecks(tx, unit, since));
  const { content } = context.configuration.current("lists", unit);
  return {
    unit: { code: unit, name: context.units.name(unit) },
    permittedKinds: content.proofsAllowed.length,
    ...addUp(rows),
  };
}

/** For residents: no question is kept, because the lists themselves leave. */
export function proofLists(context: Context, asked: string | undefined): ProofLists {
  const unit = asked ?? context.configuration.root();
  if (!context.units.find(unit)) throw notFound("这个单位");
  const { content, version } = context.configuration.current("lists", unit);
  return {
    unit: { code: unit, name: context.units.name(unit) },
    version,
    allowed: itemsOf(content, "proofsAllowed"),
    refused: itemsOf(content, "proofsRefused"),
  };
}

export const districtOf = (unit: string): string =>
  levelOf(unit) === "city" ? unplacedDistrict(unit) : unit.slice(0, 6);
