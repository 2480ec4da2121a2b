import type { DemoStaff } from "@gezhi/reference/demo-model.ts";
import { sql } from "kysely";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { hashPassword } from "../identity/password-commands.ts";
import { demoPassword } from "../identity/password-rules.ts";

/**
 * All demo accounts share one argon2 hash: ten thousand of them would take minutes, and their password is public anyway.
 * They answer in demo mode only. Safe to repeat: accounts that exist stay as they are.
 */
export async function seedDemoStaff(
  owner: Db,
  secrets: Secrets,
  staff: DemoStaff,
  now: number = Date.now(),
): Promise<number> {
  const hash = await hashPassword(demoPassword);
  const accounts = new Map(staff.people.map(({ username }) => [username, v7()]));
  const since = `${Number(civilDateAt(now).slice(0, 4)) - 1}-01-01`;
  const { people, appointments } = staff;
  return write(owner, "system", async (tx) => {
    const inserted = await sql`
      insert into accounts (id, username, name, phone_enc, phone_hash, password_hash, must_change_password, demo)
      select id, username, name, phone_enc, phone_hash, ${hash}, false, true
      from unnest(
        ${[...accounts.values()]}::uuid[], ${people.map(({ username }) => username)}::text[], ${people.map(({ name }) => name)}::text[],
        ${people.map(({ phone }) => secrets.seal(phone))}::text[], ${people.map(({ phone }) => secrets.fingerprint(phone))}::text[]
      ) as p (id, username, name, phone_enc, phone_hash)
      on conflict (lower(username)) do nothing`.execute(tx);
    await sql`
      insert into appointments (id, account, unit, role, post, department, holder, valid_from)
      select n.id, n.account, n.unit, n.role, n.post, n.department, n.holder, ${since}::date
      from unnest(
        ${appointments.map(() => v7())}::uuid[], ${appointments.map(({ username }) => accounts.get(username))}::uuid[],
        ${appointments.map(({ unit }) => unit)}::text[], ${appointments.map(({ role }) => role)}::text[],
        ${appointments.map(({ post }) => post)}::text[], ${appointments.map(({ department }) => department)}::text[],
        ${appointments.map(({ holder }) => holder)}::text[]
      ) as n (id, account, unit, role, post, department, holder)
      join accounts a on a.id = n.account`.execute(tx);
    return Number(inserted.numAffectedRows ?? 0);
  });
}
