import type { Selectable } from "kysely";
import type {
  ChainLevel,
  IncidentStatus,
  RequestKind,
  Urgency,
  WhistleKind,
  WorkOrderStatus,
} from "@gezhi/contract/incidents.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { PositionSource } from "@gezhi/contract/reports.ts";
import type {
  ActRequests,
  Incidents,
  Ratings,
  WorkOrders,
} from "../../platform/database/generated.ts";
import type { Reasons, Suggestion } from "./incident-opening.ts";

type Typed<Row, Members> = Omit<Row, keyof Members> & Members;

/** An incident without its search words, which nobody reads back. */
export type IncidentRow = Typed<
  Omit<Selectable<Incidents>, "search">,
  {
    status: IncidentStatus;
    resume_status: IncidentStatus | null;
    urgency: Urgency;
    chain_level: ChainLevel;
    position_source: PositionSource;
    reasons: Reasons;
    suggestion: Suggestion;
  }
>;

export type WorkOrderRow = Typed<
  Selectable<WorkOrders>,
  {
    part: "lead" | "co";
    status: WorkOrderStatus;
    reasons: string[];
    whistle: WhistleKind | null;
  }
>;

export type RequestRow = Typed<
  Selectable<ActRequests>,
  {
    kind: RequestKind;
    status: "pending" | "approved" | "refused" | "lapsed";
    decider_role: Role;
    detail: Record<string, unknown>;
  }
>;

export type RatingRow = Typed<
  Selectable<Ratings>,
  { side: "reporter" | "townRatesDepartment" | "departmentRatesTown" | "townRatesTown" }
>;

/** An incident with what hangs on it, as the acts read and change it. */
export type Case = {
  incident: IncidentRow;
  orders: readonly WorkOrderRow[];
  requests: readonly RequestRow[];
  ratings: readonly RatingRow[];
  /** Staff among the reporters, with the unit they reported from. */
  reporters: readonly { account: string; unit: string | null }[];
  children: { total: number; open: number };
};
