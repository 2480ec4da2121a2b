import type { Context } from "../features/context.ts";
import { findDecided, findEnd } from "../features/live/live-queries.ts";

/** Units and configuration are copies in every process: this looks whether the live log says they changed. */
export async function watchCopies(context: Context): Promise<() => Promise<void>> {
  let last = await findEnd(context.db);
  return async () => {
    const { rows, end } = await findDecided(context.db, last, 1000, ["configuration", "unit"]);
    const kinds = new Set(rows.map((row) => row.message.kind));
    if (kinds.has("unit")) await context.units.reload();
    if (kinds.has("configuration")) await context.configuration.reload();
    last = end;
  };
}
