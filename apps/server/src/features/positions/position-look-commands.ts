import { write } from "../../platform/database/scope.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";

export type Look = { at: Date; reason: string; areas: readonly string[] };
/** Puts on record who looks, why, and at which hour of which units. */
export type PositionLooks = (viewer: Viewer, look: Look) => Promise<void>;

const hourMs = 3_600_000;
/** The same look again within this time is the one that stands on record. */
const sameMs = 600_000;
const mostKnown = 10_000;

/** Play looks once a second: an entry an hour of the past, not one a picture. Committed before anything is shown. */
export function positionLooks({ db }: Pick<Context, "db">): PositionLooks {
  const known = new Map<string, number>();
  return async ({ account, name }, { at, reason, areas }) => {
    const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs).toISOString();
    const key = JSON.stringify([account, hour, reason, areas]);
    const looked = Date.now();
    if (looked - (known.get(key) ?? Number.NEGATIVE_INFINITY) < sameMs) return;
    const unit = areas[0]!;
    await write(db, "system", (tx) =>
      recordAudit(tx, {
        account,
        actor: name,
        act: "position.look",
        subject: hour,
        reason,
        detail: { units: areas },
        district: unit.slice(0, 6),
        unit,
      }),
    );
    if (known.size >= mostKnown) known.clear();
    known.set(key, looked);
  };
}
