import type { Handler, IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";

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
  town: string | null;
  orders: { id: string; handler: Handler; part: "lead" | "co" }[];
  simulated: boolean;
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

type OnIncidentOpened = (tx: Tx, context: Context, opened: OpenedForNotice) => Promise<void>;
type OnReportReceived = (tx: Tx, context: Context, received: ReceivedReport) => Promise<void>;
/** Hands a short text to the message adapter, in the caller's transaction. */
type SendText = (
  tx: Tx,
  context: Context,
  message: { district: string; phone: string; text: string },
) => Promise<void>;

/** What happens elsewhere because of intake, inside its transaction; `main/` fills it. */
export const intakeHooks: {
  incidentOpened: OnIncidentOpened[];
  reportReceived: OnReportReceived[];
  sendText: SendText | null;
} = {
  incidentOpened: [],
  reportReceived: [],
  sendText: null,
};
