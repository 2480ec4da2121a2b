import type { PositionStanding, SendPosition } from "@gezhi/contract/positions.ts";
import { positionHistoryDays } from "../../platform/config.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { handlersOf, type Viewer } from "../identity/viewer.ts";
import {
  addToHistory,
  deleteExpired,
  deleteHistory,
  deleteHistoryBefore,
  deletePosition,
  endHistory,
  findStanding,
  hasHistory,
  putPosition,
  type Standing,
} from "./position-queries.ts";
import { askEverySeconds, expiryOf, sendEverySeconds } from "./position-rules.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

const findStandingOf = (tx: Tx, context: Pick<Context, "now">, viewer: Viewer) =>
  findStanding(
    tx,
    viewer.account,
    { units: viewer.appointments.map(({ unit }) => unit), handlers: handlersOf(viewer) },
    shiftAt(context.now()),
  );

const presentStanding = async (
  tx: Tx,
  { config }: Pick<Context, "config">,
  viewer: Viewer,
  standing: Standing | undefined,
): Promise<PositionStanding> => ({
  reason: standing?.reason ?? null,
  everySeconds: standing ? sendEverySeconds : askEverySeconds,
  keptDays: positionHistoryDays(config),
  kept: await hasHistory(tx, viewer.account),
});

export const standingOf = async (tx: Tx, context: Context, viewer: Viewer) =>
  presentStanding(tx, context, viewer, await findStandingOf(tx, context, viewer));

/** Kept only while there is a reason; without one even the last is taken away. */
export const keepPosition = (
  context: Context,
  viewer: Viewer,
  { position: { lon, lat }, accuracyM, simulated }: SendPosition,
): Promise<PositionStanding> =>
  write(context.db, "system", async (tx) => {
    const standing = await findStandingOf(tx, context, viewer);
    const now = context.now();
    const district = standing?.unit.slice(0, 6);
    await deletePosition(tx, viewer.account, district);
    if (!standing || !district) await endHistory(tx, viewer.account, new Date(now));
    else {
      const { unit, reason, incident } = standing;
      const at = new Date(now);
      const until = new Date(expiryOf(reason, now));
      const row = { district, account: viewer.account, unit, lon, lat, reason, incident, at };
      await putPosition(tx, { ...row, accuracy_m: accuracyM, simulated, expires_at: until });
      if (positionHistoryDays(context.config) > 0) {
        const minute = new Date(Math.floor(now / minuteMs) * minuteMs);
        await addToHistory(tx, { ...row, minute, simulated, until });
      }
    }
    return presentStanding(tx, context, viewer, standing);
  });

export const forgetPosition = ({ db, now }: Context, viewer: Viewer): Promise<unknown> =>
  write(db, "system", async (tx) => {
    await deletePosition(tx, viewer.account);
    await endHistory(tx, viewer.account, new Date(now()));
  });

/** By whose it is, at any time. */
export const forgetHistory = ({ db }: Context, viewer: Viewer): Promise<unknown> =>
  write(db, "system", (tx) => deleteHistory(tx, viewer.account));

/** Periodic: nothing is left of where somebody was. */
export const forgetExpired = ({ db, now }: Pick<Context, "db" | "now">): Promise<unknown> =>
  write(db, "system", (tx) => deleteExpired(tx, new Date(now())));

/** Periodic, in small pieces. */
export const forgetOldPlaces = ({
  db,
  now,
  config,
}: Pick<Context, "db" | "now" | "config">): Promise<unknown> =>
  write(db, "system", (tx) =>
    deleteHistoryBefore(tx, new Date(now() - positionHistoryDays(config) * dayMs)),
  );
