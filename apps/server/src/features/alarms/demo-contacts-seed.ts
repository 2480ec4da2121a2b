import { sql } from "kysely";
import { v5 } from "uuid";
import type { OutsideParty } from "@gezhi/contract/sensing.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { write } from "../../platform/database/scope.ts";

const space = "5e0c5c1a-0d0b-5d9a-8f0e-2f8f4f4d7a31";

/** Invented stations with numbers that nobody can have: they begin with 000. */
const stations: readonly [party: OutsideParty, name: string][] = [
  ["ambulance", "演示急救分站"],
  ["ambulance", "演示急救中心调度"],
  ["trafficPolice", "演示交巡警平台"],
  ["police", "演示派出所值班"],
  ["fireBrigade", "演示消防救援站"],
  ["doctor", "演示社区医生甲"],
  ["doctor", "演示社区医生乙"],
  ["power", "演示供电所抢修"],
  ["gas", "演示燃气抢修"],
  ["water", "演示供水抢修"],
  ["property", "演示物业值班"],
  ["maintenance", "演示电梯维保"],
  ["towing", "演示清障救援"],
];

/** Every district of the demo has whom to call. Safe to repeat. */
export async function seedDemoContacts(owner: Db, secrets: Secrets): Promise<number> {
  const { rows } = await sql<{ code: string }>`
    select code from units where level = 'district' and valid_to is null order by code`.execute(
    owner,
  );
  const contacts = rows.flatMap(({ code }) =>
    stations.map(([party, name], index) => ({
      district: code,
      id: v5(`${code}|${party}|${name}`, space),
      unit: code,
      party,
      name,
      phone_enc: secrets.seal(`000-${code.slice(2)}${String(index).padStart(2, "0")}`),
      step: 1 + stations.slice(0, index).filter(([other]) => other === party).length,
    })),
  );
  if (contacts.length === 0) return 0;
  await write(owner, "system", (tx) =>
    tx
      .insertInto("outside_contacts")
      .values(contacts)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return contacts.length;
}
