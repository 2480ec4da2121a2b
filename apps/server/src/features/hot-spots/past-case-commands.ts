import type { PastCaseImportResult } from "@gezhi/contract/hot-spots.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { type Insertable, sql } from "kysely";
import { v7 } from "uuid";
import type { PastCases } from "../../platform/database/generated.ts";
import { lockKey, write, type Tx } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { notDecider } from "./hot-spot-commands.ts";
import { decidesOnHotSpots } from "./hot-spot-rules.ts";
import { noteChanges, putOccurrences } from "./occurrence-queries.ts";
import { type PastCase, readPastCases } from "./past-case-rules.ts";
import { streetOf } from "./street-rules.ts";

const mostProblems = 500;
const atOnce = 500;

type New = Insertable<PastCases>;

/**
 * What happened before the platform, from a file: all or nothing, safe to repeat. It is kept as told, with who brought
 * it in and when; the server's clock and the work's figures know nothing of it.
 */
export async function importPastCases(
  context: Context,
  viewer: Viewer,
  text: string,
  dryRun: boolean,
): Promise<PastCaseImportResult> {
  if (!decidesOnHotSpots(viewer)) throw notDecider();
  const file = await readPastCases(text, context.now(), codesByName(context, viewer));
  if (file.cases.some(({ simulated }) => simulated) && !context.config.GEZHI_DEMO)
    throw invalid("正式环境不接收模拟数据");
  return write(
    context.db,
    "system",
    async (tx) => {
      const located = file.cases.map((one) => ({
        ...one,
        unit: context.units.locate(one.lon, one.lat),
      }));
      const known = await findKnown(
        tx,
        located.map((one) => ({ ...one, district: one.unit?.slice(0, 6) ?? "" })),
      );
      const fresh: New[] = [];
      const problems = [...file.problems];
      let unchanged = 0;
      for (const { unit, ...one } of located) {
        const fault = (column: string, message: string) =>
          void problems.push({ line: one.line, column, message });
        if (unit === undefined) fault("经度", "位置不在本市范围内，请核对（WGS-84）");
        else if (!decidesOnHotSpots(viewer, unit)) fault("经度", "位置不在您管理的范围内");
        else {
          const before = known.get(`${one.system} ${one.number}`);
          if (before === "report") fault("编号", "平台中已有这件事，不能再作为历史导入");
          else if (before === undefined) fresh.push(rowOf(context, viewer, one, unit));
          else if (isSame(before, one)) unchanged += 1;
          else fault("编号", "此前导入过内容不同的同一编号；历史记录不能修改");
        }
      }
      if (!dryRun && problems.length === 0 && fresh.length > 0) await keep(tx, viewer, fresh);
      return {
        dryRun,
        created: fresh.length,
        changed: 0,
        unchanged,
        problems: problems.toSorted((a, b) => a.line - b.line).slice(0, mostProblems),
      };
    },
    { locks: [lockKey("past cases")] },
  );
}

type Known = { category: string; happened_at: Date; lon: number; lat: number };
const isSame = (known: Known, one: PastCase): boolean =>
  known.category === one.category &&
  known.happened_at.getTime() === Date.parse(one.happenedAt) &&
  known.lon === one.lon &&
  known.lat === one.lat;

/** Of these numbers those that were imported, or reported to the platform itself. */
async function findKnown(
  tx: Tx,
  cases: readonly (PastCase & { district: string })[],
): Promise<Map<string, Known | "report">> {
  const list = sql`jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as x (district text, system text, number text)`;
  const past = await sql<Known & { key: string }>`
    select p.system || ' ' || p.number as key, p.category, p.happened_at, p.lon, p.lat from ${list} join past_cases p on p.system = x.system and p.number = x.number`.execute(
    tx,
  );
  const reported = await sql<{ key: string }>`
    select r.foreign_system || ' ' || r.foreign_number as key from ${list}
    join reports r on r.district = x.district and r.foreign_system = x.system and r.foreign_number = x.number where r.foreign_number is not null`.execute(
    tx,
  );
  return new Map<string, Known | "report">([
    ...past.rows.map((row): [string, Known] => [row.key, row]),
    ...reported.rows.map((row): [string, "report"] => [row.key, "report"]),
  ]);
}

const rowOf = (context: Context, viewer: Viewer, one: PastCase, unit: string): New => ({
  district: unit.slice(0, 6),
  id: v7(),
  system: one.system,
  number: one.number,
  category: one.category,
  happened_at: new Date(one.happenedAt),
  unit,
  lon: one.lon,
  lat: one.lat,
  address: one.address,
  simulated: one.simulated,
  imported_at: new Date(context.now()),
  imported_by: viewer.account,
  imported_by_name: viewer.name,
});

async function keep(tx: Tx, viewer: Viewer, rows: readonly New[]): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = rows.slice(from, from + atOnce);
    await tx.insertInto("past_cases").values(some).execute();
    const put = await putOccurrences(
      tx,
      some.map(
        ({ district, id, category, unit, lon, lat, address = "", happened_at, simulated }) => ({
          district,
          id,
          origin: "past",
          category,
          unit,
          town: ancestorAt(unit, "town") ?? null,
          lon,
          lat,
          street: streetOf(address),
          happened_at: new Date(happened_at),
          counts: true,
          simulated: simulated ?? false,
        }),
      ),
    );
    await noteChanges(tx, put);
  }
  const unit = viewer.appointments[0]?.unit ?? rows[0]!.district;
  await recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: "hotSpot.import",
    subject: "past-cases",
    detail: { rows: rows.length },
    district: rows[0]!.district,
    unit,
  });
}

/** Categories by code and by name, as the importer's own town or district has them. */
function codesByName(context: Context, viewer: Viewer): (named: string) => string | undefined {
  const unit = viewer.appointments[0]?.unit ?? context.configuration.root();
  const { categories } = context.configuration.current("catalogue", unit).content;
  const codes = new Map(
    categories.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const]),
  );
  return (named) => codes.get(named);
}
