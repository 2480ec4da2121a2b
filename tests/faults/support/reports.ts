import { randomUUID } from "node:crypto";
import { Receipt } from "@gezhi/contract/reports.ts";
import { texts } from "@gezhi/simulator/texts.ts";
import { sql } from "kysely";
import type { Db } from "../../../apps/server/src/platform/database/connect.ts";
import type { Answer, Person } from "./person.ts";

export type Point = { lon: number; lat: number };
export type Sent = {
  clientId: string;
  receipt: { number: string; token: string; report: string; incident: { id: string } };
  tries: number;
  /** The same report once more. */ ask: () => Promise<Answer | null>;
};

/** Middles of grids, in an order that spreads them. */
export async function gridPoints(owner: Db, unit: string): Promise<Point[]> {
  const { rows } = await sql<Point>`
    select lon, lat from units where level = 'grid' and valid_to is null and starts_with(code, ${unit}) order by md5(code)`.execute(
    owner,
  );
  return rows;
}

const kinds = Object.entries(texts);

/** The n-th report: every tenth is about what the one before it told, some are urgent. */
export function aReport(n: number, points: readonly Point[], source: "call" | "resident") {
  const matter = n % 10 === 9 ? n - 1 : n;
  const [category, [text = ""]] = kinds[matter % kinds.length]! as [string, string[]];
  const point = points[matter % points.length]!;
  return {
    clientId: randomUUID(),
    source,
    text: text.replace("{n}", "3"),
    category,
    position: point,
    positionSource: "pin",
    ...(source === "call" && matter % 25 === 0 ? { urgency: "red" } : {}),
    ...(source === "call" && matter % 25 === 5 ? { urgency: "orange" } : {}),
    simulated: true,
  };
}

/** Sends it again and again, as a phone does, until it is acknowledged; refusals that no retry mends end the test. */
export async function sendUntilAcknowledged(
  person: Person,
  report: ReturnType<typeof aReport>,
): Promise<Sent> {
  const ask = () => person.ask("POST", "/api/reports", report);
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if (answer && (answer.status === 200 || answer.status === 201))
      return { clientId: report.clientId, receipt: Receipt.parse(answer.body), tries, ask };
    if (answer && answer.status < 500)
      throw new Error(`refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
