import type { Tx } from "../../platform/database/scope.ts";
import { announce } from "../live/live-commands.ts";
import { keepersOf } from "../live/live-rules.ts";
import type { CareRow } from "./care-queries.ts";

/** Tells who keeps these plans and who makes their visits that something changed: neither who nor what. */
export async function hintCare(
  tx: Tx,
  plans: readonly Pick<CareRow, "unit" | "town" | "visitor" | "substitute">[],
): Promise<void> {
  const [first] = plans;
  if (!first) return;
  const parties = plans.flatMap(({ unit, visitor, substitute }) => [
    ...keepersOf("care", unit),
    `care/${visitor}`,
    ...(substitute === null ? [] : [`care/${substitute}`]),
  ]);
  await announce(tx, [
    {
      kind: "care",
      subject: first.town,
      act: "changed",
      town: first.town,
      parties: [...new Set(parties)],
    },
  ]);
}
