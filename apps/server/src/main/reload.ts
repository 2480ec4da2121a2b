import type { Context } from "../features/context.ts";
import { findDecided, findHorizon } from "../features/live/live-queries.ts";
import type { LivePosition } from "../features/live/live-rules.ts";

/** Units and configuration are copies in every process: this looks whether the live log says they changed. */
export async function watchCopies(context: Context): Promise<() => Promise<void>> {
  let last: LivePosition = {
    transaction: (await findHorizon(context.db)) - 1n,
    row: Number.MAX_SAFE_INTEGER,
  };
  return async () => {
    const { rows, horizon } = await findDecided(context.db, last, 1000, ["configuration", "unit"]);
    const kinds = new Set(rows.map((row) => row.message.kind));
    if (kinds.has("unit")) await context.units.reload();
    if (kinds.has("configuration")) await context.configuration.reload();
    const end = rows.at(-1);
    last =
      rows.length < 1000 || !end
        ? { transaction: horizon - 1n, row: Number.MAX_SAFE_INTEGER }
        : { transaction: end.transaction, row: end.row };
  };
}
