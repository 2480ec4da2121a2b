import { incidentId } from "@gezhi/contract/ids.ts";
import { sql, type RawBuilder } from "kysely";
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

export type OpeningRows = ReportRows & { opened: OpenedIncident };

/** Statements whose text never changes, however many rows they write: each is prepared once for each connection. */
export const writeOpened = (
  tx: Tx,
  openings: readonly OpeningRows[],
  told: readonly OpeningWrites[],
) => {
  const opened = openings.map((one) => one.opened);
  const clocks = opened.map((one) => one.opened);
  return sql`/* intake_open */ with ${parts([
    insertIncidents(opened),
    insertReports(openings.map(({ report }) => report)),
    insertWorkOrders(opened),
    insertOpenedClocks(clocks),
    insertOpenedEntries(clocks),
    insertEntries(opened.flatMap(({ timeline }) => timeline)),
    insertAttachments(openings.flatMap(({ attachments }) => attachments)),
    ...told.flatMap(({ writes }) => writes),
    insertAnnouncements([
      ...opened.map(openingOf),
      ...told.flatMap(({ announcements }) => announcements),
    ]),
  ])} ${insertIdempotencyKeys(openings.map(({ key }) => key))}`.execute(tx);
};

export const writeJoined = (
  tx: Tx,
  target: Joined,
  joined: JoinedIncident,
  { report, attachments, key }: ReportRows,
) =>
  sql`/* intake_join */ with ${parts([
    updateJoined(joined),
    insertReports([report]),
    insertEntries(joined.timeline),
    insertAttachments(attachments),
    insertAnnouncements([joiningOf(target, joined)]),
  ])} ${insertIdempotencyKeys([key])}`.execute(tx);

const parts = (writes: readonly RawBuilder<unknown>[]) =>
  sql.join(writes.map((write, number) => sql`${sql.raw(`part_${number}`)} as (${write})`));

const openingOf = ({
  row: { status, urgency, town, party_units, informed_units, ...key },
}: OpenedIncident): Announcement => ({
  kind: "incident",
  subject: incidentId(key),
  act: "report",
  town,
  parties: [...party_units, ...informed_units],
  payload: { status, urgency },
});

const joiningOf = (target: Joined, { set }: JoinedIncident): Announcement => ({
  kind: "incident",
  subject: incidentId(target),
  act: "joinReport",
  town: target.town,
  parties: [...target.party_units, ...set.informed_units],
});
