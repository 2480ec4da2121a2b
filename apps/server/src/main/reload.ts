import type { Context } from "../features/context.ts";
import { findDecided, findEnd } from "../features/live/live-queries.ts";

/** Units, configuration and key places are copies in every process: this looks whether the live log says they changed. */
export async function watchCopies(context: Context): Promise<() => Promise<void>> {
  let last = await findEnd(context.db);
  return async () => {
    const { rows, end } = await findDecided(context.db, last, 1000, [
      "configuration",
      "unit",
      "place",
    ]);
    const kinds = new Set(rows.map((row) => row.message.kind));
    if (kinds.has("unit")) await context.units.reload();
    if (kinds.has("configuration")) await context.configuration.reload();
    const grids = rows.flatMap(({ message, parties }) => (message.kind === "place" ? parties : []));
    if (grids.length > 0) await context.keyPlaces.reload(grids);
    last = end;
  };
}
