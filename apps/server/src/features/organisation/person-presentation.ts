import { AccountId } from "@gezhi/contract/ids.ts";
import type { AppointmentView, HolderView, Person } from "@gezhi/contract/organisation.ts";
import type { Db } from "../../platform/database/connect.ts";
import { maskPhone } from "../../platform/masking.ts";
import type { Context } from "../context.ts";
import { lockedUntil } from "../identity/attempt-commands.ts";
import { listAppointmentsOf, type AppointmentRow } from "./appointment-queries.ts";
import type { HolderRow } from "./organisation-queries.ts";
import type { AccountRow } from "./people-queries.ts";
import { departmentName, placeName, postName } from "./post-directory.ts";

export const presentAppointment = (context: Context, row: AppointmentRow): AppointmentView => ({
  ...row,
  account: AccountId.parse(row.account),
  unitName: placeName(context, row.unit),
  dutyName: row.post
    ? postName(context, row.unit, row.post)
    : row.department
      ? departmentName(context, row.unit, row.department)
      : null,
});

export async function presentPeople(
  context: Context,
  db: Db,
  rows: readonly AccountRow[],
): Promise<Person[]> {
  if (!rows.length) return [];
  const appointments = await listAppointmentsOf(
    db,
    rows.map(({ id }) => id),
  );
  const locks = await lockedUntil(
    context,
    db,
    rows.map(({ username }) => username),
  );
  return rows.map((row) => ({
    account: AccountId.parse(row.id),
    username: row.username,
    name: row.name,
    phone: row.phone_enc ? maskPhone(context.secrets.open(row.phone_enc)) : null,
    disabled: row.disabled_at !== null,
    demo: row.demo,
    mustChangePassword: row.must_change_password,
    lockedUntil: locks.get(row.username)?.toISOString() ?? null,
    singleSignOn: row.oidc_subject ? "linked" : row.oidc_username ? "allowed" : "none",
    singleSignOnName: row.oidc_username,
    appointments: appointments
      .filter(({ account }) => account === row.id)
      .map((one) => presentAppointment(context, one)),
  }));
}

/** `withPhone`: for those who dispatch and must be able to call. */
export const presentHolder = (
  { secrets }: Context,
  row: HolderRow,
  withPhone: boolean,
): HolderView => ({
  account: AccountId.parse(row.account),
  name: row.name,
  role: row.role,
  holder: row.holder,
  available: row.reachable,
  phone: withPhone && row.phoneSealed ? secrets.open(row.phoneSealed) : null,
});
