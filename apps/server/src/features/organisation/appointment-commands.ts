import type {
  AppointmentQuery,
  AppointmentView,
  EditAppointment,
  NewAppointment,
} from "@gezhi/contract/organisation.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { SessionStore } from "../identity/session-store.ts";
import type { Viewer } from "../identity/viewer.ts";
import { listStaff } from "../search/search-entry-commands.ts";
import {
  findAppointment,
  insertAppointment,
  listAppointments,
  listAppointmentsAt,
  listAppointmentsOf,
  lockUnit,
  setAppointment,
  type AppointmentRow,
} from "./appointment-queries.ts";
import {
  administers,
  conflictProblem,
  dutyProblem,
  endProblem,
  leavesVacant,
  personProblem,
  type Duty,
} from "./appointment-rules.ts";
import { countLoads } from "./organisation-queries.ts";
import { lockPerson } from "./people-queries.ts";
import { presentAppointment } from "./person-presentation.ts";
import { departmentsAt, handlerName, postsAt } from "./post-directory.ts";

export type Changed = { appointment: AppointmentView; warnings: string[] };

export async function findAppointments(
  context: Context,
  viewer: Viewer,
  query: AppointmentQuery,
): Promise<{ items: AppointmentView[]; next?: string }> {
  const areas = viewer.appointments
    .filter(({ role }) => role === "sysAdmin")
    .map(({ unit }) => unit);
  const rows = await listAppointments(
    context.db,
    areas,
    query,
    positionOf(query.after),
    civilDateAt(context.now()),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => presentAppointment(context, row)),
    ...(rows.length > page.length && last ? { next: `${last.unit},${last.id}` } : {}),
  };
}

function positionOf(after: string | undefined): { unit: string; id: string } | undefined {
  if (after === undefined) return undefined;
  const [, unit, id] = /^(\d{2,17}),([0-9a-f-]{36})$/.exec(after) ?? [];
  if (!unit || !id) throw invalid("翻页标记不正确，请从第一页重新查询");
  return { unit, id };
}

export async function appoint(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  appointment: NewAppointment,
): Promise<Changed> {
  const changed = await write(context.db, "system", async (tx) => {
    if (!(await lockPerson(tx, appointment.account))) throw notFound("此人");
    const held = await listAppointmentsOf(tx, [appointment.account]);
    const problem = personProblem(viewer, appointment.account, held, civilDateAt(context.now()));
    if (problem) throw forbidden(problem);
    return addAppointment(tx, context, viewer, appointment);
  });
  sessions.forgetAccount(appointment.account);
  return changed;
}

/** In the caller's transaction, which holds the person's row. */
export async function addAppointment(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  appointment: NewAppointment,
): Promise<Changed> {
  const {
    account,
    post = null,
    department = null,
    holder = null,
    validTo = null,
    ...rest
  } = appointment;
  const duty: Duty = { ...rest, post, department, holder, validTo };
  if (!administers(viewer, duty.unit, duty.role))
    throw forbidden("该单位或该角色不在您的管理范围内，请由上级管理员办理");
  const problem =
    dutyProblem(duty) ??
    placeProblem(context, duty) ??
    (duty.validTo !== null && duty.validTo <= civilDateAt(context.now())
      ? "结束日期已过"
      : undefined);
  if (problem) throw invalid(problem);
  await refuseConflicts(tx, account, duty);
  const id = v7();
  await insertAppointment(tx, {
    id,
    account,
    unit: duty.unit,
    role: duty.role,
    post,
    department,
    holder,
    valid_from: duty.validFrom,
    valid_to: validTo,
  });
  await listStaff(tx, account);
  await record(tx, viewer, "appointment.create", id, duty);
  return present(tx, context, id, []);
}

/** Moves nothing: work belongs to the post. Who is missed there is said in the warnings. */
export async function changeAppointment(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  id: string,
  { validTo, holder }: EditAppointment,
): Promise<Changed> {
  const today = civilDateAt(context.now());
  const changed = await write(context.db, "system", async (tx) => {
    const before = await findAppointment(tx, id);
    if (!before) throw notFound("这项任职");
    await lockPerson(tx, before.account);
    await lockUnit(tx, before.unit);
    const row = await findAppointment(tx, id);
    if (!row) throw notFound("这项任职");
    if (row.account === viewer.account)
      throw forbidden("不能变更自己的账号和任职，请由其他管理员办理");
    if (!administers(viewer, row.unit, row.role))
      throw forbidden("该单位或该角色不在您的管理范围内，请由上级管理员办理");
    const duty: Duty = {
      ...dutyOf(row),
      ...(validTo === undefined ? {} : { validTo }),
      ...(holder === undefined ? {} : { holder }),
    };
    const cancelled = duty.validTo === duty.validFrom;
    const problem =
      endProblem(row, duty.validTo, today) ?? (cancelled ? undefined : dutyProblem(duty));
    if (problem) throw invalid(problem);
    if (!cancelled) await refuseConflicts(tx, row.account, duty, id);
    await setAppointment(tx, id, { valid_to: duty.validTo, holder: duty.holder });
    await record(
      tx,
      viewer,
      duty.validTo === null ? "appointment.change" : "appointment.end",
      id,
      duty,
    );
    return present(tx, context, id, await warningsOf(tx, context, row, duty.validTo));
  });
  sessions.forgetAccount(changed.appointment.account);
  return changed;
}

async function refuseConflicts(
  tx: Tx,
  account: string,
  duty: Duty,
  itself?: string,
): Promise<void> {
  await lockUnit(tx, duty.unit);
  const [own, atUnit] = [
    await listAppointmentsOf(tx, [account]),
    await listAppointmentsAt(tx, duty.unit, duty.validFrom),
  ];
  const others = [...new Map([...own, ...atUnit].map((row) => [row.id, row])).values()].filter(
    (row) => row.id !== itself,
  );
  const problem = conflictProblem(account, duty, others);
  if (problem) throw conflict(problem);
}

/** Whether the unit, the post and the department exist there. */
function placeProblem(
  context: Context,
  { unit, post, department, validFrom }: Duty,
): string | undefined {
  const place = context.units.find(unit);
  if (!place) return "没有这个单位，请重新选择";
  if (place.validTo !== null && place.validTo <= validFrom)
    return `${place.shortName}届时已撤并，请选择承接单位`;
  if (post !== null && !postsAt(context, unit).some(({ code }) => code === post))
    return `${place.shortName}没有编号为 ${post} 的岗位`;
  if (department === null) return undefined;
  const found = departmentsAt(context, unit).find(({ code }) => code === department);
  if (!found) return `没有编号为 ${department} 的部门`;
  return found.kind === "perCase" ? `${found.name}按个案确定，不能任命人员` : undefined;
}

async function warningsOf(
  tx: Tx,
  context: Context,
  row: AppointmentRow,
  end: string | null,
): Promise<string[]> {
  if (end === null) return [];
  const others = await listAppointmentsAt(tx, row.unit, end);
  if (!leavesVacant(row, end, others)) return [];
  const part = row.post ?? row.department;
  const handler = part ? `${row.unit}/${part}` : row.unit;
  const load = (await countLoads(tx, [handler])).get(handler) ?? 0;
  const vacancy = `${handlerName(context, handler)}自 ${end} 起缺${roleNames[row.role] ?? "岗位人员"}，请尽快任命`;
  return load
    ? [vacancy, `在办工单 ${load} 件仍属该岗位，不随人员变动；继任者任职后即可办理`]
    : [vacancy];
}

const roleNames: Partial<Record<AppointmentRow["role"], string>> = {
  gridHead: "网格长",
  gridWorker: "专职网格员",
  communitySecretary: "社区书记",
  dispatcher: "调度员",
  dutyOfficer: "值班长",
};

const dutyOf = ({
  unit,
  role,
  post,
  department,
  holder,
  validFrom,
  validTo,
}: AppointmentRow): Duty => ({
  unit,
  role,
  post,
  department,
  holder,
  validFrom,
  validTo,
});

const record = (
  tx: Tx,
  viewer: Viewer,
  act: `appointment.${string}`,
  subject: string,
  duty: Duty,
): Promise<void> =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act,
    subject,
    detail: duty,
    district: duty.unit.slice(0, 6),
    unit: duty.unit,
  });

async function present(tx: Tx, context: Context, id: string, warnings: string[]): Promise<Changed> {
  const row = await findAppointment(tx, id);
  if (!row) throw new Error("An appointment that was just written is gone.");
  return { appointment: presentAppointment(context, row), warnings };
}
