import type { Incident } from "@gezhi/contract/incidents.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Cast, Client } from "./client.ts";

/** Usernames of the demo staff say what they hold. */
export const dispatcherOf = (town: string) => `${town}-dispatcher-1`;
export const dutyOfficerOf = (town: string) => `${town}-duty-officer-1`;
export const commanderOf = (town: string) => `${town}-commander`;
export const workerOf = (grid: string) => `${grid}-worker`;
export const centreOf = (district: string) => `${district}-centre-1`;

/** The A holder behind a handler token (`town/POST`, `district/Dnn`, a grid or a town). */
export function holderOf(handler: string): string {
  const [unit = "", part] = handler.split("/");
  if (part?.startsWith("D")) return `${unit}-${part}`;
  if (part) return `${unit}-${part}-a`;
  if (unit.length === 15) return workerOf(unit);
  if (unit.length === 12) return `${unit}-secretary`;
  return unit.length === 9 ? dispatcherOf(unit) : centreOf(unit);
}

export const townOf = (incident: Incident): string | undefined =>
  ancestorAt(incident.unit.code, "town");

/** Who could move an incident on, most likely first; the server decides who may. */
export async function candidates(
  cast: Cast,
  incident: Incident,
): Promise<{ username: string; client: Client }[]> {
  const town = townOf(incident);
  if (!town) return [];
  const grid = ancestorAt(incident.unit.code, "grid");
  const names = [
    ...incident.workOrders
      .filter((order) => order.status !== "done" && order.status !== "withdrawn")
      .map((order) => holderOf(order.handler)),
    ...(grid ? [workerOf(grid)] : []),
    dispatcherOf(town),
    dutyOfficerOf(town),
    commanderOf(town),
  ];
  const found = await Promise.all(
    [...new Set(names)].map(async (username) => ({ username, client: await cast.find(username) })),
  );
  return found.flatMap(({ username, client }) => (client ? [{ username, client }] : []));
}
