import type { Selectable } from "kysely";
import type { AlarmStatus, AlarmStep } from "@gezhi/contract/alarms.ts";
import { type Urgency, urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { AlarmRule, OutsideParty } from "@gezhi/contract/sensing.ts";
import type { z } from "zod";
import type { Alarms, AlarmSignals, OutsideCalls } from "../../platform/database/generated.ts";
import type { SignalKind } from "./rule-tables.ts";

type Typed<Row, Members> = Omit<Row, keyof Members> & Members;

export type AlarmRow = Typed<
  Selectable<Alarms>,
  {
    status: AlarmStatus;
    level: Urgency;
    peak: Urgency;
    verdict: "true" | "false" | null;
  }
>;

export type SignalRow = Typed<
  Selectable<AlarmSignals>,
  { kind: SignalKind; level: Urgency | null }
>;

export type CallRow = Typed<
  Selectable<OutsideCalls>,
  { party: OutsideParty; status: "sent" | "accepted" | "missed" | "failed" }
>;

export type StepAct = z.infer<typeof AlarmStep>["act"];

/** A device as its alarms need to know it. */
export type AlarmDevice = {
  district: string;
  id: string;
  number: number;
  code: string;
  name: string;
  profile: string;
  unit: string;
  town: string | null;
  lon: number | null;
  lat: number | null;
  address: string;
  place: string;
  gateway: string | null;
  family_name_enc: string | null;
  family_phone_enc: string | null;
  maintenance_until: Date | null;
  maintenance_reason: string | null;
  simulated: boolean;
};

/** The rule as it is in force at the device's unit, with what its profile says of the metric. */
export type RuleInForce = {
  rule: AlarmRule;
  version: number;
  metric: {
    name: string;
    unit: string;
    /** How often the device should send; 0 or nothing: at no fixed times. */
    intervalSeconds?: number;
  };
  personal: boolean;
};

export const graver = (one: Urgency, other: Urgency): boolean =>
  urgencyRanks[one] < urgencyRanks[other];
/** A level below yellow opens no incident. */
export const opensIncident = (level: Urgency): boolean => level !== "blue";
