import type { PositionStanding, SendPosition } from "@gezhi/contract/positions.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { handlersOf, type Viewer } from "../identity/viewer.ts";
import {
  deleteExpired,
  deletePosition,
  findStanding,
  putPosition,
  type Standing,
} from "./position-queries.ts";
import { askEverySeconds, expiryOf, sendEverySeconds } from "./position-rules.ts";

export const standingOf = (tx: Tx, context: Pick<Context, "now">, viewer: Viewer) =>
  findStanding(
    tx,
    viewer.account,
    { units: viewer.appointments.map(({ unit }) => unit), handlers: handlersOf(viewer) },
    shiftAt(context.now()),
  );

export const presentStanding = (standing: Standing | undefined): PositionStanding => ({
  reason: standing?.reason ?? null,
  everySeconds: standing ? sendEverySeconds : askEverySeconds,
});

/** Kept only while there is a reason; without one even the last is taken away. */
export const keepPosition = (
  context: Context,
  viewer: Viewer,
  { position, accuracyM, simulated }: SendPosition,
): Promise<PositionStanding> =>
  write(context.db, "system", async (tx) => {
    const standing = await standingOf(tx, context, viewer);
    const district = standing?.unit.slice(0, 6);
    await deletePosition(tx, viewer.account, district);
    if (standing && district) {
      const at = context.now();
      await putPosition(tx, {
        district,
        account: viewer.account,
        unit: standing.unit,
        lon: position.lon,
        lat: position.lat,
        accuracy_m: accuracyM,
        simulated,
        reason: standing.reason,
        incident: standing.incident,
        at: new Date(at),
        expires_at: new Date(expiryOf(standing.reason, at)),
      });
    }
    return presentStanding(standing);
  });

export const forgetPosition = (context: Context, viewer: Viewer): Promise<unknown> =>
  write(context.db, "system", (tx) => deletePosition(tx, viewer.account));

/** Periodic: nothing is left of where somebody was. */
export const forgetExpired = ({ db, now }: Pick<Context, "db" | "now">): Promise<unknown> =>
  write(db, "system", (tx) => deleteExpired(tx, new Date(now())));
