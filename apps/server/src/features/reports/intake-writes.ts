import { incidentId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import { insertOpenedClocks, insertOpenedEntries } from "../clocks/clock-opening.ts";
import { insertAttachments } from "../files/file-commands.ts";
import { insertIncidents, insertWorkOrders } from "../incidents/incident-opening-queries.ts";
import type { OpenedIncident } from "../incidents/incident-opening.ts";
import {
  updateJoined,
  type Joined,
  type JoinedIncident,
} from "../incidents/report-joining-commands.ts";
import { insertAnnouncements, type Announcement } from "../live/live-commands.ts";
import { insertEntries } from "../timeline/timeline-commands.ts";
import type { OpeningWrites } from "./intake-hooks.ts";
import { insertIdempotencyKeys, insertReports } from "./report-queries.ts";

/** What each report brings, whether it opens an incident or joins one. */
export type ReportRows = {
  report: Parameters<typeof insertReports>[0][number];
  attachments: Parameters<typeof insertAttachments>[0];
  key: Parameters<typeof insertIdempotencyKeys>[0][number];
};

/** An incident that a report opens, or the one it joins as it stands with this report. */
export type Subject =
  | { opened: OpenedIncident; joined: null }
  | { opened: null; joined: JoinedIncident & Pick<Joined, "town" | "party_units"> };

export type TakenRows = ReportRows & Subject;

/** One statement whose text never changes, however many rows it writes: it is prepared once for each connection. */
export const writeAll = (tx: Tx, taken: readonly TakenRows[], told: readonly OpeningWrites[]) => {
  const opened = taken.flatMap((one) => one.opened ?? []);
  const joined = taken.flatMap((one) => one.joined ?? []);
  const clocks = opened.map((one) => one.opened);
  const parts = [
    insertIncidents(opened),
    // Of several reports that join one incident, the last says how it stands.
    updateJoined([...new Map(joined.map(({ set }) => [set.id, set])).values()]),
    insertReports(taken.map(({ report }) => report)),
    insertWorkOrders(opened),
    insertOpenedClocks(clocks),
    insertOpenedEntries(clocks),
    insertEntries([...opened, ...joined].flatMap(({ timeline }) => timeline)),
    insertAttachments(taken.flatMap(({ attachments }) => attachments)),
    ...told.flatMap(({ writes }) => writes),
    insertAnnouncements([
      ...taken.map(announcementOf),
      ...told.flatMap(({ announcements }) => announcements),
    ]),
  ];
  return sql`/* intake_write */ with ${sql.join(
    parts.map((part, number) => sql`${sql.raw(`part_${number}`)} as (${part})`),
  )} ${insertIdempotencyKeys(taken.map(({ key }) => key))}`.execute(tx);
};

function announcementOf({ opened, joined }: Subject): Announcement {
  if (!opened)
    return {
      kind: "incident",
      subject: incidentId(joined.set),
      act: "joinReport",
      town: joined.town,
      parties: [...joined.party_units, ...joined.set.informed_units],
    };
  const { status, urgency, town, party_units, informed_units, ...key } = opened.row;
  return {
    kind: "incident",
    subject: incidentId(key),
    act: "report",
    town,
    parties: [...party_units, ...informed_units],
    payload: { status, urgency },
  };
}
