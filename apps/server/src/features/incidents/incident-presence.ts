import { incidentId, keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import type { Presence } from "@gezhi/contract/incident-answers.ts";
import { write } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { announce } from "../live/live-commands.ts";
import { findIncident } from "./incident-queries.ts";

type Seen = { name: string; typing: boolean; at: number };
/** Screens say every 20 s that they are there; one that missed two is gone. */
const goneMs = 45_000;

const rooms = new WeakMap<Context, Map<string, Map<string, Seen>>>();

/**
 * Who has the incident open in this process, the caller left out. Kept in memory alone: nothing about who looked when
 * outlives the moment. A change is announced to the parties, so that the other's screen asks at once.
 */
export async function notePresence(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
  typing: boolean,
): Promise<Presence> {
  const at = context.now();
  const all = rooms.get(context) ?? new Map<string, Map<string, Seen>>();
  rooms.set(context, all);
  const before = all.get(id)?.get(viewer.account);
  const known = before && before.at > at - goneMs;
  if (!known || before.typing !== typing) await tell(context, viewer, id, typing);
  // Only now: others may have come while the parties were told.
  const room = new Map([...(all.get(id) ?? [])].filter(([, seen]) => seen.at > at - goneMs));
  room.set(viewer.account, { name: viewer.name, typing, at });
  all.set(id, room);
  for (const [other, people] of all)
    if ([...people.values()].every((seen) => seen.at <= at - goneMs)) all.delete(other);
  return {
    people: [...room].flatMap(([account, seen]) =>
      account === viewer.account ? [] : [{ name: seen.name, typing: seen.typing }],
    ),
  };
}

async function tell(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
  typing: boolean,
): Promise<void> {
  await write(context.db, scopeOf(viewer), async (tx) => {
    const row = await findIncident(tx, keyOf(id));
    if (!row) throw notFound("事件");
    const payload = { typing };
    await announce(tx, [
      {
        kind: "presence",
        subject: incidentId(row),
        act: "presence",
        town: row.town,
        parties: [...row.party_units, ...row.informed_units],
        payload,
      },
    ]);
  });
  context.hint();
}
