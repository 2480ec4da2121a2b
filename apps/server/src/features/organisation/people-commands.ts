import { AccountId } from "@gezhi/contract/ids.ts";
import type { EditPerson, NewPerson, PeopleQuery, Person } from "@gezhi/contract/organisation.ts";
import type { Updateable } from "kysely";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Accounts } from "../../platform/database/generated.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { unlock } from "../identity/attempt-commands.ts";
import { firstPassword, hashPassword } from "../identity/password-commands.ts";
import { endSessionsOf } from "../identity/session-commands.ts";
import type { SessionStore } from "../identity/session-store.ts";
import type { Viewer } from "../identity/viewer.ts";
import { listStaff } from "../search/search-entry-commands.ts";
import { addAppointment } from "./appointment-commands.ts";
import { listAppointmentsOf } from "./appointment-queries.ts";
import { personProblem } from "./appointment-rules.ts";
import {
  findAccount,
  findUsername,
  insertAccount,
  listPeople,
  lockPerson,
  setAccount,
  type AccountRow,
} from "./people-queries.ts";
import { presentPeople } from "./person-presentation.ts";

/** The units a system administrator is responsible for. */
export const administeredUnits = (viewer: Viewer): string[] =>
  viewer.appointments.filter(({ role }) => role === "sysAdmin").map(({ unit }) => unit);

export async function findPeople(
  context: Context,
  viewer: Viewer,
  query: PeopleQuery,
): Promise<{ items: Person[]; next?: string }> {
  const rows = await listPeople(
    context.db,
    administeredUnits(viewer),
    query,
    civilDateAt(context.now()),
  );
  const page = rows.slice(0, query.limit);
  const items = await presentPeople(context, context.db, page);
  return { items, ...(rows.length > page.length ? { next: page.at(-1)!.username } : {}) };
}

/** The answer is the only place where the first password ever stands. */
export async function createPerson(
  context: Context,
  viewer: Viewer,
  person: NewPerson,
): Promise<{ person: Person; firstPassword: string }> {
  const password = firstPassword();
  const hash = await hashPassword(password);
  return refusingTakenNames(() =>
    write(context.db, "system", async (tx) => {
      if (await findUsername(tx, person.username)) throw takenUsername();
      const administrator = await findAccount(tx, viewer.account);
      const row = await insertAccount(tx, {
        id: v7(),
        username: person.username,
        name: person.name,
        password_hash: hash,
        oidc_username: person.singleSignOnName ?? null,
        // An account made by a demo account answers no longer than that one does.
        demo: administrator?.demo ?? false,
        ...phoneColumns(context, person.phone ?? null),
      });
      await recordPerson(tx, viewer, "people.create", row.id, person.appointment.unit);
      await addAppointment(tx, context, viewer, {
        ...person.appointment,
        account: AccountId.parse(row.id),
      });
      return { person: await present(context, tx, row), firstPassword: password };
    }),
  );
}

/** Disabling ends every session at once and keeps the appointments: work stays with the posts either way. */
export async function editPerson(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  id: string,
  edit: EditPerson,
): Promise<Person> {
  const { name, phone, disabled, singleSignOnName, reason } = edit;
  const ownAffairs = disabled === undefined && singleSignOnName === undefined;
  const person = await refusingTakenNames(() =>
    write(context.db, "system", async (tx) => {
      const { row, unit } = await lockAdministered(tx, context, viewer, id, ownAffairs);
      const change: Updateable<Accounts> = {
        ...(name === undefined ? {} : { name }),
        ...(phone === undefined ? {} : phoneColumns(context, phone)),
        ...(disabled === undefined
          ? {}
          : { disabled_at: disabled ? (row.disabled_at ?? new Date(context.now())) : null }),
        ...(singleSignOnName === undefined
          ? {}
          : { oidc_username: singleSignOnName, oidc_subject: null }),
      };
      const changed = Object.keys(change).length ? await setAccount(tx, id, change) : row;
      if (name !== undefined) await listStaff(tx, id);
      if (disabled || singleSignOnName !== undefined) await endSessionsOf(tx, id);
      const parts = Object.keys(edit).filter((part) => part !== "reason");
      await recordPerson(tx, viewer, actOf(disabled), id, unit, { changed: parts }, reason);
      return present(context, tx, changed);
    }),
  );
  sessions.forgetAccount(id);
  return person;
}

/** A new first password, shown once; it ends every session and every lock. */
export async function resetPassword(
  context: Context,
  sessions: SessionStore,
  viewer: Viewer,
  id: string,
): Promise<string> {
  const password = firstPassword();
  const hash = await hashPassword(password);
  await write(context.db, "system", async (tx) => {
    const { row, unit } = await lockAdministered(tx, context, viewer, id, false);
    await setAccount(tx, id, { password_hash: hash, must_change_password: true });
    await unlock(tx, context, row.username);
    await endSessionsOf(tx, id);
    await recordPerson(tx, viewer, "people.resetPassword", id, unit);
  });
  sessions.forgetAccount(id);
  return password;
}

/** Locks the person, refuses when not within the administrator's reach; `unit` is where the entry is filed. */
export async function lockAdministered(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  id: string,
  ownAffairs: boolean,
): Promise<{ row: AccountRow; unit: string }> {
  const row = await lockPerson(tx, id);
  if (!row) throw notFound("此人");
  const held = await listAppointmentsOf(tx, [id]);
  const today = civilDateAt(context.now());
  const problem =
    ownAffairs && id === viewer.account ? undefined : personProblem(viewer, id, held, today);
  if (problem) throw forbidden(problem);
  const standing = held.find(({ validTo }) => validTo === null || validTo > today) ?? held[0];
  return { row, unit: standing?.unit ?? "50" };
}

const actOf = (disabled: boolean | undefined) =>
  disabled === undefined ? "people.edit" : disabled ? "people.disable" : "people.enable";

/** Which parts were changed is on record, their values are not: the log holds no personal data. */
const recordPerson = (
  tx: Tx,
  viewer: Viewer,
  act: `people.${string}`,
  subject: string,
  unit: string,
  detail?: Record<string, unknown>,
  reason?: string,
): Promise<void> =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act,
    subject,
    reason,
    detail,
    district: unit.slice(0, 6),
    unit,
  });

const phoneColumns = ({ secrets }: Context, phone: string | null) => ({
  phone_enc: phone === null ? null : secrets.seal(phone),
  phone_hash: phone === null ? null : secrets.fingerprint(phone),
});

async function present(context: Context, tx: Tx, row: AccountRow): Promise<Person> {
  const [person] = await presentPeople(context, tx, [row]);
  if (!person) throw new Error("A person that was just written is gone.");
  return person;
}

const takenUsername = () =>
  invalid("这个用户名已被使用，请换一个", [{ path: "username", message: "已被使用" }]);

/** Two administrators at once: the unique index decides, the second is told. */
async function refusingTakenNames<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, constraint = "" } = error as { code?: string; constraint?: string };
    if (code !== "23505") throw error;
    if (constraint === "accounts_username") throw takenUsername();
    throw invalid("这个单点登录账号名已用于其他人，请核对", [
      { path: "singleSignOnName", message: "已被使用" },
    ]);
  }
}
