import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import { plainUsername } from "../identity/attempt-rules.ts";
import { hashPassword } from "../identity/password-commands.ts";
import { passwordProblem } from "../identity/password-rules.ts";
import { findAdministrator, findAnyDemoAccount, insertAccount } from "./people-queries.ts";
import { insertAppointment } from "./appointment-queries.ts";

/** Whether the kind of accounts this mode needs exist: demo staff, or an administrator of flesh and blood. */
export async function hasAccounts(
  db: Db,
  demo: boolean,
  now: number = Date.now(),
): Promise<boolean> {
  const found = demo ? await findAnyDemoAccount(db) : await findAdministrator(db, civilDateAt(now));
  return found !== undefined;
}

/**
 * The first system administrator of the city, who must change the password at the first sign-in: it stood in a setting.
 * Returns false when there is one already. Throws with the reason when the password cannot be taken.
 */
export async function createFirstAdministrator(
  db: Db,
  { username, password }: { username: string; password: string },
  now: number = Date.now(),
): Promise<boolean> {
  const problem = passwordProblem(password, username);
  if (problem) throw new Error(`The first administrator's password cannot be taken: ${problem}`);
  const hash = await hashPassword(password);
  return write(db, "system", async (tx) => {
    const today = civilDateAt(now);
    if (await findAdministrator(tx, today)) return false;
    const id = v7();
    await insertAccount(tx, {
      id,
      username: plainUsername(username),
      name: "系统管理员",
      password_hash: hash,
      must_change_password: true,
    });
    await insertAppointment(tx, {
      id: v7(),
      account: id,
      unit: "50",
      role: "sysAdmin",
      valid_from: today,
    });
    await recordAudit(tx, {
      account: null,
      actor: "首次启动",
      act: "people.create",
      subject: id,
      detail: { role: "sysAdmin" },
      district: "50",
    });
    return true;
  });
}
