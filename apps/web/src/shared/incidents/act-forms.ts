import type { PerformAct } from "@gezhi/contract/incidents.ts";
import type { zhCN } from "../i18n/zh-CN.ts";

export type Act = PerformAct["act"];
type Of<A extends Act> = Extract<PerformAct, { act: A }>;

/** Come with the action the server offers or with what the screen shows, so nobody types them. */
type Given = "act" | "workOrder" | "request" | "side" | "seenOrders";

type Label = keyof (typeof zhCN)["actFields"];

export type FieldKind =
  | { kind: "text"; max: number }
  | { kind: "line"; max: number }
  /** One entry per line. */
  | { kind: "lines" }
  | { kind: "number"; max: number; unit: Label }
  | { kind: "switch" }
  | { kind: "choice"; options: readonly { value: string | boolean; label: Label }[] }
  | { kind: "files" }
  | { kind: "handler" }
  | { kind: "handlers" }
  /** Departments and posts that can be whistled for. */
  | { kind: "called" }
  | { kind: "town" }
  | { kind: "towns" }
  /** `empty: null` sends null for no date. */
  | { kind: "moment"; empty?: null }
  | { kind: "position" }
  | { kind: "category" }
  | { kind: "urgency" }
  | { kind: "incident" }
  | { kind: "deputy" }
  | { kind: "parts" }
  | { kind: "stars" };

export type Field = FieldKind & {
  name: string;
  label: Label;
  required?: boolean;
  /** Needed while another field has this value. */
  requiredWith?: { name: string; value: boolean };
  hint?: Label;
};
type FieldOf<A extends Act> = Field & { name: Exclude<keyof Of<A>, Given> };

type ActFormOf<A extends Act> = {
  /** `main` moves the matter on, `serious` refuses or ends it. */
  tone: "main" | "plain" | "serious";
  fields: readonly FieldOf<A>[];
};
export type ActForm = { tone: "main" | "plain" | "serious"; fields: readonly Field[] };

const note = { kind: "text", max: 2000, name: "note", label: "note" } as const;
const files = { kind: "files", name: "files", label: "files" } as const;
const reason = (max: number) =>
  ({ kind: "text", max, name: "reason", label: "reason", required: true }) as const;
const decision = [
  {
    kind: "choice",
    name: "approve",
    label: "approve",
    required: true,
    options: [
      { value: true, label: "approveYes" },
      { value: false, label: "approveNo" },
    ],
  },
  { ...note, label: "opinion" },
] as const;
const passed = {
  kind: "choice",
  name: "passed",
  label: "passed",
  required: true,
  options: [
    { value: true, label: "passedYes" },
    { value: false, label: "passedNo" },
  ],
} as const;
const finding = { ...note, requiredWith: { name: "passed", value: false } } as const;
const satisfied = {
  kind: "choice",
  name: "satisfied",
  label: "satisfied",
  options: [
    { value: true, label: "satisfiedYes" },
    { value: false, label: "satisfiedNo" },
  ],
} as const;

/** Every act has its form here; screens draw it from this table. Longer than most files because it is read whole. */
export const actForms: { readonly [A in Act]: ActFormOf<A> } = {
  startVerify: {
    tone: "main",
    fields: [{ kind: "handler", name: "verifier", label: "verifier", hint: "verifierHint" }, note],
  },
  verify: {
    tone: "main",
    fields: [
      {
        kind: "choice",
        name: "result",
        label: "verifyResult",
        required: true,
        options: [
          { value: "confirmed", label: "confirmed" },
          { value: "falseAlarm", label: "falseAlarm" },
        ],
      },
      note,
      files,
    ],
  },
  register: { tone: "main", fields: [note] },
  reject: { tone: "serious", fields: [{ ...reason(1000), hint: "rejectHint" }] },
  appeal: { tone: "plain", fields: [reason(1000)] },
  selfHandle: {
    tone: "main",
    fields: [{ kind: "text", max: 2000, name: "result", label: "result", required: true }, files],
  },
  checkSelfHandled: { tone: "main", fields: [passed, finding] },
  dispatch: {
    tone: "main",
    fields: [
      { kind: "handler", name: "lead", label: "lead", required: true },
      { kind: "handlers", name: "coHandlers", label: "coHandlers" },
      { kind: "text", max: 2000, name: "instructions", label: "instructions" },
      { kind: "line", max: 20, name: "listItem", label: "listItem", hint: "listItemHint" },
    ],
  },
  whistle: {
    tone: "plain",
    fields: [
      {
        kind: "choice",
        name: "kind",
        label: "whistleKind",
        required: true,
        hint: "whistleHint",
        options: [
          { value: "emergency", label: "whistleEmergency" },
          { value: "regular", label: "whistleRegular" },
          { value: "hard", label: "whistleHard" },
        ],
      },
      { kind: "called", name: "handlers", label: "whistleCalled", required: true },
      { kind: "text", max: 1000, name: "need", label: "whistleNeed", required: true },
      {
        kind: "number",
        max: 720,
        name: "termHours",
        label: "whistleTerm",
        unit: "hours",
        hint: "whistleTermHint",
      },
    ],
  },
  checkIn: {
    tone: "main",
    fields: [
      { kind: "text", max: 1000, name: "answer", label: "checkInAnswer", hint: "checkInHint" },
      { kind: "position", name: "position", label: "position" },
    ],
  },
  accept: { tone: "main", fields: [] },
  requestReturn: {
    tone: "plain",
    fields: [
      reason(1000),
      {
        kind: "line",
        max: 500,
        name: "legalBasis",
        label: "legalBasis",
        required: true,
        hint: "legalBasisHint",
      },
    ],
  },
  decideReturn: { tone: "main", fields: decision },
  arrive: { tone: "main", fields: [{ kind: "position", name: "position", label: "position" }] },
  progress: {
    tone: "main",
    fields: [
      {
        kind: "choice",
        name: "stage",
        label: "stage",
        required: true,
        options: [
          { value: "firstAction", label: "firstAction" },
          { value: "permanentFix", label: "permanentFix" },
          { value: "other", label: "otherStage" },
        ],
      },
      { ...note, label: "whatWasDone", required: true },
      files,
    ],
  },
  requestDelay: {
    tone: "plain",
    fields: [
      {
        kind: "number",
        max: 2000,
        name: "hours",
        label: "delayHours",
        unit: "hours",
        required: true,
      },
      reason(1000),
      { kind: "switch", name: "engineering", label: "engineering", hint: "engineeringHint" },
    ],
  },
  decideDelay: { tone: "main", fields: decision },
  requestSuspend: {
    tone: "plain",
    fields: [
      reason(1000),
      { kind: "moment", name: "reviewAt", label: "reviewAt", required: true },
      { kind: "text", max: 1000, name: "interimMeasure", label: "interimMeasure", required: true },
    ],
  },
  decideSuspend: { tone: "main", fields: decision },
  resume: { tone: "main", fields: [note] },
  requestTransfer: {
    tone: "plain",
    fields: [{ kind: "town", name: "to", label: "transferTo", required: true }, reason(1000)],
  },
  decideTransfer: { tone: "main", fields: decision },
  requestCrossTown: {
    tone: "plain",
    fields: [
      { kind: "towns", name: "to", label: "crossTownTo", required: true },
      { kind: "text", max: 1000, name: "need", label: "need", required: true },
      { kind: "moment", name: "until", label: "until" },
    ],
  },
  decideCrossTown: { tone: "main", fields: decision },
  escalate: {
    tone: "plain",
    fields: [
      { kind: "lines", name: "tried", label: "tried", required: true, hint: "triedHint" },
      reason(1000),
    ],
  },
  decideEscalation: { tone: "main", fields: decision },
  deescalate: {
    tone: "main",
    fields: [{ kind: "text", max: 2000, name: "answer", label: "answer", required: true }],
  },
  feedback: {
    tone: "main",
    fields: [
      { kind: "text", max: 2000, name: "result", label: "result", required: true },
      { kind: "files", name: "before", label: "before" },
      { kind: "files", name: "after", label: "after" },
    ],
  },
  recheck: { tone: "main", fields: [passed, finding, files] },
  close: { tone: "main", fields: [note] },
  rate: {
    tone: "plain",
    fields: [
      { ...satisfied, required: true },
      { kind: "stars", name: "stars", label: "stars", required: true },
      { ...note, name: "comment", label: "comment" },
    ],
  },
  callBack: {
    tone: "plain",
    fields: [
      {
        kind: "choice",
        name: "reached",
        label: "reached",
        required: true,
        options: [
          { value: true, label: "reachedYes" },
          { value: false, label: "reachedNo" },
        ],
      },
      satisfied,
      note,
    ],
  },
  reopen: { tone: "plain", fields: [reason(1000)] },
  merge: {
    tone: "plain",
    fields: [{ kind: "incident", name: "into", label: "mergeInto", required: true }, reason(500)],
  },
  unmerge: { tone: "plain", fields: [reason(500)] },
  split: {
    tone: "plain",
    fields: [{ kind: "parts", name: "parts", label: "parts", required: true }],
  },
  requestCancel: { tone: "serious", fields: [{ ...reason(1000), hint: "cancelHint" }] },
  decideCancel: { tone: "main", fields: decision },
  urge: { tone: "plain", fields: [note] },
  supervise: {
    tone: "plain",
    fields: [
      {
        kind: "choice",
        name: "on",
        label: "supervise",
        required: true,
        options: [
          { value: true, label: "superviseOn" },
          { value: false, label: "superviseOff" },
        ],
      },
      note,
    ],
  },
  confer: {
    tone: "plain",
    fields: [
      { ...note, max: 500, name: "room", label: "confer", required: true, hint: "conferHint" },
      note,
    ],
  },
  pin: {
    tone: "plain",
    fields: [{ kind: "moment", empty: null, name: "until", label: "pinUntil", hint: "pinHint" }],
  },
  note: {
    tone: "plain",
    fields: [
      {
        kind: "choice",
        name: "kind",
        label: "noteKind",
        required: true,
        options: [
          { value: "note", label: "noteNote" },
          { value: "call", label: "noteCall" },
        ],
      },
      { kind: "text", max: 2000, name: "text", label: "text", required: true },
      files,
    ],
  },
  sendToDeputy: {
    tone: "plain",
    fields: [
      { kind: "deputy", name: "deputy", label: "deputy", required: true, hint: "deputyHint" },
      { ...note, label: "deputyNote" },
    ],
  },
  relocate: {
    tone: "plain",
    fields: [
      { kind: "position", name: "position", label: "position", required: true },
      { kind: "text", max: 2000, name: "reason", label: "reason" },
    ],
  },
  recategorise: {
    tone: "plain",
    fields: [
      { kind: "category", name: "category", label: "category" },
      { kind: "urgency", name: "urgency", label: "urgency" },
      reason(500),
    ],
  },
};

export const actFormOf = (act: Act): ActForm => actForms[act];
