import type { FillForm } from "@gezhi/contract/case-forms.ts";
import type { RecordVisit } from "@gezhi/contract/care.ts";
import type { Action, PerformAct } from "@gezhi/contract/incidents.ts";
import type { SendPatrol } from "@gezhi/contract/patrols.ts";
import type { Receipt, SubmitReport } from "@gezhi/contract/reports.ts";
import type { Position } from "@gezhi/contract/units.ts";
import type { z } from "zod";
import type { DraftValues } from "../report/draft-values.ts";

/** 已存本机, 正在发送, 已送达, 需要处理. */
export type QueueState = "kept" | "sending" | "delivered" | "attention";
export type Wait = "network" | "signIn" | "busy";

/** Why the server did not take it, in its own words. */
export type Refusal = {
  status: number;
  words: string;
  errors: string[];
  /** Which of the files it is about, from 1. */
  file: number | null;
};

type Kept = {
  /** Time-ordered; a report's `clientId`. */
  id: string;
  /** Whose it is; "" = nobody's, sent without an account. */
  account: string;
  state: QueueState;
  /** Epoch ms of this device. */
  keptAt: number;
  deliveredAt: number | null;
  attempts: number;
  /** Not before this moment of this device. */
  nextAt: number;
  waits: Wait | null;
  refusal: Refusal | null;
  /** Ids in `files`, in order. */
  files: string[];
};

export type ReportBody = Omit<z.input<typeof SubmitReport>, "clientId" | "files">;
export type ReportItem = Kept & {
  kind: "report";
  body: ReportBody;
  /** What was written, to be mended when the server refuses it. */
  values: DraftValues;
  receipt: Receipt | null;
};

export type ActItem = Kept & {
  kind: "act";
  /** Null until the report it follows (`after`) was delivered. */
  incident: string | null;
  after: string | null;
  number: string;
  title: string;
  action: Action;
  /** With the local ids of files. */
  body: PerformAct;
  /** What was typed, to be mended when the server refuses it. */
  values: Record<string, unknown>;
  draftKey: string;
  /** Server time from which an attempt may have arrived without an answer. */
  unsureSince: number | null;
};

/** A care visit (R57): its id is the visit's own, so that it counts once. */
export type VisitItem = Kept & {
  kind: "visit";
  /** The place, never the person. */
  title: string;
  body: Omit<RecordVisit, "id">;
};

/** A patrol that has ended (R26): its id is the patrol's own, so that it counts once. */
export type PatrolItem = Kept & {
  kind: "patrol";
  /** The duty that was walked. */
  title: string;
  body: Omit<z.input<typeof SendPatrol>, "id">;
};

/** A form of a matter (R50, R52), sent before what was done after it: the same answers again change nothing. */
export type FormItem = Kept & {
  kind: "form";
  incident: string;
  form: string;
  /** What it is called, and of which matter. */
  title: string;
  /** Null once it has arrived: names stay on no phone. */
  body: FillForm | null;
};

export type QueueItem = ReportItem | ActItem | VisitItem | PatrolItem | FormItem;

export type KeptFile = {
  id: string;
  /** An item, or the key of a draft. */
  owner: string;
  name: string;
  type: string;
  blob: Blob;
  /** From the photo's own data. */
  place: Position | null;
  takenAt: number | null;
  keptAt: number;
  /** The id the server gave it. */
  sent: string | null;
};
