import { randomUUID } from "node:crypto";
import type { Receipt } from "@gezhi/contract/reports.ts";
import { latLngToCell } from "h3-js";
import { sql } from "kysely";
import type { Client, TestServer } from "../../platform/testing/server.ts";

export type Place = { lon: number; lat: number; grid: string };

/** The middle of the first grid of a town that is somewhere inside its own area. */
export async function placeIn(server: TestServer, town = "500103001", index = 0): Promise<Place> {
  const rows = await server.owner
    .selectFrom("units")
    .select(["code", "lon", "lat"])
    .where("level", "=", "grid")
    .where("code", ">=", town)
    .where("code", "<", `${town}~`)
    .orderBy("code")
    .execute();
  const inside = rows.filter(
    ({ code, lon, lat }) => server.context.units.locate(lon, lat) === code,
  );
  const { code, lon, lat } = inside[index]!;
  return { grid: code, lon, lat };
}

/** Two points a few metres apart, in one town, on both sides of a border of the cells that reports are locked by. */
export async function acrossCellBorder(server: TestServer, town: string): Promise<[Place, Place]> {
  for (let index = 0; index < 40; index += 1) {
    const { lon, lat } = await placeIn(server, town, index);
    const step = 5 / (111_320 * Math.cos((lat * Math.PI) / 180));
    for (let east = 0; east < 60; east += 1) {
      const [left, right] = [lon + east * step, lon + (east + 1) * step];
      const grids = [left, right].map((at) => server.context.units.locate(at, lat));
      if (!grids.every((grid) => grid?.startsWith(town))) break;
      if (latLngToCell(lat, left, 9) === latLngToCell(lat, right, 9)) continue;
      return [
        { lon: left, lat, grid: grids[0]! },
        { lon: right, lat, grid: grids[1]! },
      ];
    }
  }
  throw new Error("no such border in the town");
}

/** Two points a few metres apart in two districts. */
export async function acrossDistricts(
  server: TestServer,
  from: string,
  to: string,
): Promise<[Place, Place]> {
  const { units } = server.context;
  const rows = await server.owner
    .selectFrom("units")
    .select(["code", "lon", "lat"])
    .where("level", "=", "grid")
    .where("parent", "like", `${from}%`)
    .execute();
  for (const { lon, lat } of rows) {
    for (const east of [-1, 0, 1]) {
      for (let step = 0; step < 150; step += 1) {
        const near = { lon: lon + east * step * 0.0001, lat: lat - step * 0.0001 };
        const next = { lon: near.lon + east * 0.0001, lat: near.lat - 0.0001 };
        const [a, b] = [near, next].map((at) => units.locate(at.lon, at.lat));
        if (!a?.startsWith(from)) break;
        if (b?.startsWith(to))
          return [
            { ...near, grid: a },
            { ...next, grid: b },
          ];
      }
    }
  }
  throw new Error("the districts do not touch");
}

/** A resident's report of a broken manhole cover. */
export const aReport = (more: Record<string, unknown> = {}) => ({
  clientId: randomUUID(),
  source: "resident",
  text: "人行道上的井盖破损了，有个大口子",
  category: "050102",
  ...more,
});

export const at = ({ lon, lat }: Place) => ({ position: { lon, lat }, positionSource: "device" });

/** Sends it and expects a receipt. */
export async function sent(
  client: Client,
  body: Record<string, unknown>,
  status = 201,
): Promise<Receipt> {
  const answer = await client.post("/api/reports", body);
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body as Receipt;
}

/** The incident behind a receipt, as its row stands. */
export async function incidentOf(server: TestServer, { incident }: Pick<Receipt, "incident">) {
  return server.owner
    .selectFrom("incidents")
    .selectAll()
    .where("district", "=", incident.id.slice(0, 6))
    .where("id", "=", incident.id.slice(7))
    .executeTakeFirstOrThrow();
}

export async function countOf(
  server: TestServer,
  table: "incidents" | "reports" | "files",
): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${sql.table(table)}`.execute(server.owner);
  return rows[0]!.count;
}
