import type {
  AskedForm,
  AskForm,
  AskFormResult,
  FormBurden,
  FormBurdenQuery,
} from "@gezhi/contract/burden.ts";
import { formId, keyOf, type FormId } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { byteOrderMark, csvLine } from "../../platform/csv.ts";
import { lockKey, read, type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { districtOf } from "../four-lists/list-check-commands.ts";
import { listScope, ownUnit, servesIn } from "../four-lists/list-rules.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";
import { checkPushDown } from "../routing/push-down-rules.ts";
import {
  type FormRow,
  insertForm,
  listForms,
  listFormsOf,
  lockForm,
  setEnded,
} from "./burden-queries.ts";
import { earlierOf, formKeepers, loadOf, monthsUpTo, runsIn } from "./burden-rules.ts";

const shownMonths = 12;
const mostForms = 5000;

/** What repeats a form that is in force, or stands on the negative list, is refused and counted as such. */
export async function askForm(
  context: Context,
  viewer: Viewer,
  { unit, name, askedBy, fields, every, minutes }: AskForm,
): Promise<AskFormResult> {
  if (!holdsAny(viewer, formKeepers, unit))
    throw forbidden("只能为本单位或下级单位登记报表，请重新选择单位");
  if (!context.units.find(unit)) throw notFound("这个单位");
  const day = civilDateAt(context.now());
  const { content } = context.configuration.current("lists", unit);
  const pushed = checkPushDown(content, unit, name);
  // Two who ask for the same form at once must not both be told to go on.
  const locks = [lockKey(`forms ${unit}`)];
  const asked = await write(
    context.db,
    listScope(viewer),
    async (tx) => {
      const earlier = earlierOf({ unit, name, fields }, day, await listFormsOf(tx, unit));
      const row: FormRow = {
        district: districtOf(unit),
        id: v7(),
        unit,
        name,
        asked_by: askedBy,
        fields,
        every,
        minutes,
        asked_on: day,
        outcome: pushed.allowed ? (earlier ? "duplicate" : "accepted") : "negative",
        earlier: earlier?.id ?? null,
        item: pushed.allowed ? null : pushed.item,
        noted_by: viewer.name,
        noted_at: new Date(context.now()),
        ended_on: null,
      };
      await insertForm(tx, row);
      await keepAct(tx, viewer, row.outcome === "accepted" ? "ask" : "block", row);
      return { row, earlier };
    },
    { locks },
  );
  const { row, earlier } = asked;
  return {
    outcome: row.outcome,
    form: present(context, viewer, row),
    reason: reasonOf(row, pushed, earlier),
    earlier: earlier ? present(context, viewer, earlier) : null,
  };
}

function reasonOf(
  { outcome }: FormRow,
  pushed: ReturnType<typeof checkPushDown>,
  earlier: FormRow | undefined,
): string {
  if (outcome === "negative") return pushed.reason;
  if (outcome === "duplicate" && earlier)
    return `与“${earlier.asked_by}”${earlier.asked_on}要求的“${earlier.name}”重复，请直接取用已有数据`;
  return "已登记";
}

export async function endForm(context: Context, viewer: Viewer, id: FormId): Promise<void> {
  const key = keyOf(id);
  await write(context.db, listScope(viewer), async (tx) => {
    const row = await lockForm(tx, key);
    if (!row) throw notFound("这张报表");
    if (!holdsAny(viewer, formKeepers, row.unit)) throw forbidden("只能停止本单位或下级单位的报表");
    if (row.outcome !== "accepted" || row.ended_on) throw conflict("这张报表已经不再填报");
    await setEnded(tx, key, civilDateAt(context.now()));
    await keepAct(tx, viewer, "end", row);
  });
}

const keepAct = (tx: Tx, viewer: Viewer, act: "ask" | "block" | "end", row: FormRow) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `form.${act}`,
    subject: formId(row),
    detail: { form: row.name },
    district: row.district,
    unit: row.unit,
  });

export async function formBurden(
  context: Context,
  viewer: Viewer,
  { unit = ownUnit(viewer), month: asked }: FormBurdenQuery,
): Promise<FormBurden> {
  if (!unit || !servesIn(viewer, unit))
    throw forbidden("该单位不在您的工作范围内，请选择本单位或下级单位");
  const month = asked ?? civilDateAt(context.now()).slice(0, 7);
  const months = monthsUpTo(month, shownMonths);
  const rows = await read(context.db, listScope(viewer), (tx) =>
    listForms(tx, unit, `${months[0]}-01`, mostForms),
  );
  const before = months.at(-2) ?? month;
  const units = [...new Set(rows.map((row) => row.unit))].map((code) => {
    const of = rows.filter((row) => row.unit === code);
    return {
      code,
      name: context.units.name(code),
      ...loadOf(of, month),
      minutesBefore: loadOf(of, before).minutes,
    };
  });
  return {
    unit: { code: unit, name: context.units.name(unit) },
    month,
    months: months.map((one) => ({ month: one, ...loadOf(rows, one) })),
    units: units.toSorted((a, b) => b.minutes - a.minutes || (a.code < b.code ? -1 : 1)),
    forms: rows
      .filter((row) =>
        row.outcome === "accepted" ? runsIn(row, month) : row.asked_on.startsWith(month),
      )
      .map((row) => present(context, viewer, row)),
    mayAsk: holdsAny(viewer, formKeepers, unit),
  };
}

/** The month's publication: each unit with its trend, no person. */
export async function burdenCsv(
  context: Context,
  viewer: Viewer,
  query: FormBurdenQuery,
): Promise<string> {
  const { units, month } = await formBurden(context, viewer, query);
  const head = [
    "月份",
    "单位编码",
    "单位",
    "报表数",
    "填报分钟（估算）",
    "上月分钟",
    "比上月",
    "重复拦截",
    "负面清单退回",
  ];
  const lines = units.map((one) => [
    month,
    one.code,
    one.name,
    String(one.forms),
    String(one.minutes),
    String(one.minutesBefore),
    String(one.minutes - one.minutesBefore),
    String(one.duplicates),
    String(one.negatives),
  ]);
  return byteOrderMark + [head, ...lines].map(csvLine).join("");
}

const present = (context: Context, viewer: Viewer, row: FormRow): AskedForm => ({
  id: formId(row),
  unit: { code: row.unit, name: context.units.name(row.unit) },
  name: row.name,
  askedBy: row.asked_by,
  fields: row.fields,
  every: row.every,
  minutes: row.minutes,
  askedOn: row.asked_on,
  outcome: row.outcome,
  endedOn: row.ended_on,
  mayEnd: row.outcome === "accepted" && !row.ended_on && holdsAny(viewer, formKeepers, row.unit),
});
