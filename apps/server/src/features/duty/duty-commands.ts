import type {
  DutyCell,
  DutyImported,
  DutyQuery,
  DutyRoster,
  ImportDuty,
  SetDuty,
} from "@gezhi/contract/duty.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import { ancestorAt, UnitCode } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import type { Db } from "../../platform/database/connect.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { holdersOfRoles, type HolderRow } from "../organisation/organisation-queries.ts";
import { postsAt } from "../organisation/post-directory.ts";
import { knowsStaff } from "../organisation/staff-rules.ts";
import {
  deleteShift,
  findUsernames,
  insertDuty,
  listDuty,
  listRosteredDuties,
  type DutyRow,
} from "./duty-queries.ts";
import { isPast, readRoster, shiftAt } from "./duty-rules.ts";

const centreNames = { dutyOfficer: "值班长", dispatcher: "调度员" } as const;

/** Administrators of the unit, and those who lead the town's centre. */
export const mayEditDuty = ({ appointments }: Viewer, town: string): boolean =>
  appointments.some(
    ({ role, unit }) =>
      (role === "sysAdmin" && town.startsWith(unit)) ||
      ((role === "commander" || role === "dutyOfficer") && unit === town),
  );

export async function readDuty(
  context: Context,
  viewer: Viewer,
  { unit, from, days }: z.output<typeof DutyQuery>,
): Promise<DutyRoster> {
  const { db } = context;
  const town = townOf(context, unit ?? ownTown(viewer));
  if (!knowsStaff(viewer.appointments, town))
    throw forbidden("该镇街不在您的工作范围内，不能查看其值班表");
  const now = shiftAt(context.now());
  const first = from ?? now.day;
  const rows = await listDuty(db, town, first, days);
  const used = new Set(await listRosteredDuties(db, town, first));
  const duties = await dutiesOf(context, db, town);
  return {
    unit: { code: UnitCode.parse(town), name: context.units.name(town) },
    from: first,
    days,
    now,
    mayEdit: mayEditDuty(viewer, town),
    duties: duties.filter(({ duty, always }) => always || used.has(duty)),
    cells: cellsOf(rows),
  };
}

const ownTown = ({ appointments }: Viewer): string =>
  appointments.flatMap(({ unit }) => ancestorAt(unit, "town") ?? [])[0] ?? "";

function townOf({ units }: Context, code: string): string {
  if (!units.find(code)) throw notFound("这个镇街");
  if (code.length !== 9) throw invalid("值班表按镇街编排，请选择一个镇街");
  return code;
}

/** What can be rostered in a town, with who holds it. `always`: shown even where the roster says nothing. */
async function dutiesOf(context: Context, db: Db, town: string) {
  const at = new Date(context.now());
  const rows = await holdersOfRoles(db, town, ["dutyOfficer", "dispatcher", "postHolder"], at);
  const usernames = await findUsernames(
    db,
    rows.map(({ account }) => account),
  );
  const holdersWith = (fits: (row: HolderRow) => boolean) =>
    rows.filter(fits).map(({ account, name, holder }) => ({
      account: AccountId.parse(account),
      name,
      username: usernames.get(account) ?? "",
      holder,
    }));
  return [
    ...(["dutyOfficer", "dispatcher"] as const).map((duty) => ({
      duty: duty as string,
      name: centreNames[duty] as string,
      always: true,
      holders: holdersWith(({ role }) => role === duty),
    })),
    ...postsAt(context, town).map(({ code, name, onDuty24h, section }) => ({
      duty: code,
      name,
      always: onDuty24h && section !== "commandCentre",
      holders: holdersWith(({ post }) => post === code),
    })),
  ];
}

function cellsOf(rows: readonly DutyRow[]): DutyCell[] {
  const cells = Map.groupBy(rows, ({ day, shift, duty }) => `${day} ${shift} ${duty}`);
  return [...cells.values()].map((people) => {
    const { day, shift, duty } = people[0]!;
    return {
      day,
      shift,
      duty,
      people: people.map(({ account, name }) => ({ account: AccountId.parse(account), name })),
    };
  });
}

/** Says who is on duty in one shift. */
export async function setDuty(
  context: Context,
  viewer: Viewer,
  { unit, day, shift, duty, accounts }: SetDuty,
): Promise<void> {
  const town = townToEdit(context, viewer, unit);
  if (isPast({ day, shift }, shiftAt(context.now()))) throw conflict("这一班已经过去，不能再改");
  const known = (await dutiesOf(context, context.db, town)).find((one) => one.duty === duty);
  const strangers = accounts.filter(
    (account) => !known?.holders.some((holder) => holder.account === account),
  );
  if (!known || strangers.length) throw invalid("只能安排担任该岗位的人员，请先任命");
  const entries = accounts.map((account) => ({ day, shift, duty, account }));
  await write(context.db, "system", async (tx) => {
    await deleteShift(tx, town, { day, shift, duty });
    await insertDuty(
      tx,
      entries.map((entry) => ({ ...entry, unit: town })),
    );
    await record(tx, viewer, town, { from: day, shift, post: duty, count: accounts.length });
  });
}

/** All lines or none: what is wrong is named line by line. */
export async function importDuty(
  context: Context,
  viewer: Viewer,
  { unit, text, dryRun }: ImportDuty,
): Promise<DutyImported> {
  const town = townToEdit(context, viewer, unit);
  const duties = await dutiesOf(context, context.db, town);
  const { lines, entries, errors } = readRoster(text, duties, shiftAt(context.now()));
  const shifts = new Map(
    entries.map((entry) => [`${entry.day} ${entry.shift} ${entry.duty}`, entry]),
  );
  const written = !dryRun && errors.length === 0 && entries.length > 0;
  if (written)
    await write(context.db, "system", async (tx) => {
      for (const shift of shifts.values()) await deleteShift(tx, town, shift);
      await insertDuty(
        tx,
        entries.map((entry) => ({ ...entry, unit: town })),
      );
      const days = entries.map(({ day }) => day).toSorted((a, b) => (a < b ? -1 : 1));
      await record(tx, viewer, town, {
        from: days[0],
        validTo: days.at(-1),
        count: entries.length,
      });
    });
  return { lines, shifts: shifts.size, errors, written };
}

function townToEdit(context: Context, viewer: Viewer, unit: string): string {
  const town = townOf(context, unit);
  if (!mayEditDuty(viewer, town)) throw forbidden("值班表由本镇街的指挥长、值班长或系统管理员编排");
  return town;
}

const record = (tx: Tx, viewer: Viewer, town: string, detail: Record<string, unknown>) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: "duty.change",
    subject: town,
    detail,
    district: town.slice(0, 6),
    unit: town,
  });
