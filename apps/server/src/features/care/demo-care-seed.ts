import { inventedName, inventedPhone } from "@gezhi/reference/demo-names.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { carePost, deadlineAt } from "./care-rules.ts";

const dueBy = 20;
const gridsOfVillage = 2;
const dayMs = 86_400_000;

const missedYesterday = (grid: number, which: number) => which === 1 && grid % 4 === 0;

/** Plans for the invented people of the demo's devices and a few without one, so that every screen has some. Once. */
export async function seedDemoCare(
  owner: Db,
  secrets: Secrets,
  now: number = Date.now(),
): Promise<number> {
  return write(owner, "system", async (tx) => {
    if (await tx.selectFrom("cared_for").select("id").limit(1).executeTakeFirst()) return 0;
    const workers = await tx
      .selectFrom("appointments as p")
      .innerJoin("accounts as a", "a.id", "p.account")
      .select(["p.unit", "p.account", "a.name"])
      .where("a.demo", "=", true)
      .where("p.role", "=", "gridWorker")
      .orderBy("p.unit")
      .execute();
    const byGrid = new Map(workers.map((worker) => [worker.unit, worker]));
    const devices = await tx
      .selectFrom("devices")
      .selectAll()
      .where("simulated", "=", true)
      .where("person_name_enc", "is not", null)
      .orderBy("code")
      .execute();
    const common = (unit: string) => ({
      district: unit.slice(0, 6),
      id: v7(),
      unit,
      town: unit.slice(0, 9),
      consent_at: new Date(now),
      consent_by: "self",
      every: 1,
      rest_days: true,
      due_by: dueBy,
      simulated: true,
      created_at: new Date(now),
      updated_at: new Date(now),
    });
    const today = civilDateAt(now);
    const first = now < deadlineAt(today, dueBy) ? today : civilDateAt(now + dayMs);
    // The last of five has a device and no plan yet.
    const planned = devices.filter((_, index) => index % 5 !== 4);
    const guarded = planned.map((device, index) => ({
      ...common(device.unit),
      address: `和平巷 ${1 + (index % 60)} 号`,
      name_enc: device.person_name_enc!,
      age: device.person_age,
      contact_name_enc: device.family_name_enc,
      contact_phone_enc: device.family_phone_enc,
      devices: [device.id],
      way: index % 3 === 2 ? "phone" : "home",
      visitor: byGrid.has(device.unit) ? device.unit : `${device.unit.slice(0, 9)}/${carePost}`,
      substitute: byGrid.has(device.unit) ? `${device.unit.slice(0, 9)}/${carePost}` : null,
      due_on: first,
    }));
    const villages = Map.groupBy(byGrid.keys(), (unit) => unit.slice(0, 12));
    const grids = [...villages.values()].flatMap((units) => units.slice(0, gridsOfVillage));
    const visited = grids.flatMap((unit, index) =>
      [0, 1].map((which) => ({
        ...common(unit),
        address: `向阳巷 ${2 + ((index * 2 + which) % 80)} 号`,
        name_enc: secrets.seal(inventedName(40_000 + index * 2 + which)),
        age: 70 + ((index * 5 + which * 7) % 22),
        contact_name_enc: secrets.seal(inventedName(50_000 + index * 2 + which)),
        contact_phone_enc: secrets.seal(inventedPhone(9000 + ((index * 2 + which) % 1000))),
        note_enc: which === 0 ? secrets.seal("听力不好，敲门要久一点") : null,
        devices: [] as string[],
        way: "home",
        visitor: unit,
        substitute: `${unit.slice(0, 9)}/${carePost}`,
        due_on: missedYesterday(index, which) ? civilDateAt(now - dayMs) : first,
        seen_at: new Date(now - (missedYesterday(index, which) ? 2 : 1) * dayMs),
      })),
    );
    const rows = [...guarded, ...visited];
    if (rows.length === 0) return 0;
    await tx.insertInto("cared_for").values(rows).execute();
    const history = visited.flatMap(({ district, id, unit, way, seen_at }) =>
      [0, 1, 2].map((day) => ({
        district,
        id: v7(),
        person: id,
        account: byGrid.get(unit)!.account,
        visitor_name: byGrid.get(unit)!.name,
        way,
        outcome: "seenWell",
        seen_at: new Date(seen_at.getTime() - day * dayMs),
        at: new Date(seen_at.getTime() - day * dayMs),
      })),
    );
    if (history.length > 0) await tx.insertInto("care_visits").values(history).execute();
    const missed = visited.filter(({ due_on }) => due_on < today);
    const told = missed.flatMap(({ district, id, due_on }) =>
      [0, 1, 2].map((step) => ({
        district,
        person: id,
        day: due_on,
        step,
        told_at: new Date(deadlineAt(due_on, dueBy) + step * 1_800_000),
      })),
    );
    if (told.length > 0) await tx.insertInto("care_misses").values(told).execute();
    return rows.length;
  });
}
