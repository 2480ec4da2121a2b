import type { Handler, IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { RawBuilder } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import type { Announcement } from "../live/live-commands.ts";
import type { Appointed } from "../organisation/handler-rules.ts";

/** What those who tell people about a new incident need to know. */
export type OpenedForNotice = {
  key: Key;
  number: string;
  status: IncidentStatus;
  urgency: Urgency;
  category: { code: string; name: string };
  title: string;
  address: string;
  unit: string;
  /** The town that has it; null when the district has. */
  town: string | null;
  orders: { id: string; handler: Handler; part: "lead" | "co" }[];
  simulated: boolean;
  /** Everybody at the place, its town and its district who may have to be told. */
  appointed: readonly Appointed[];
  /** In quiet hours it waits on screens: nobody's phone rings. */
  quiet: boolean;
};

/** A report of somebody without an account who proved a telephone number. */
export type ReceivedReport = {
  report: Key;
  number: string;
  phone: string;
  category: string;
};

/** What is written with new incidents: a fixed number of inserts whose text never changes, however many rows they have. */
export type OpeningWrites = {
  writes: readonly RawBuilder<unknown>[];
  announcements: readonly Announcement[];
};

type OnIncidentsOpened = (context: Context, opened: readonly OpenedForNotice[]) => OpeningWrites;
type OnReportReceived = (tx: Tx, context: Context, received: ReceivedReport) => Promise<void>;
/** Hands a short text to the message adapter, in the caller's transaction; says when that is only simulated. */
type SendText = (
  tx: Tx,
  context: Context,
  message: { district: string; phone: string; text: string },
) => Promise<{ simulated: boolean }>;

/** What happens elsewhere because of intake, inside its transaction; `main/` fills it before the first report. */
export const intakeHooks: {
  incidentsOpened: OnIncidentsOpened[];
  reportReceived: OnReportReceived[];
  sendText: SendText | null;
} = {
  incidentsOpened: [],
  reportReceived: [],
  sendText: null,
};
