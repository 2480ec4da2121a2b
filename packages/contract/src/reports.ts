import { z } from "zod";
import { FileId, IncidentId, ReportId } from "./ids.ts";
import { pageOf } from "./problem.ts";
import { Position, UnitCode } from "./units.ts";
import { Urgency } from "./incidents.ts";

export const ReportSource = z.enum([
  "gridWorker",
  "community",
  "resident",
  "rider",
  "call",
  "hotline",
  "open311",
  "sensor",
]);
export type ReportSource = z.infer<typeof ReportSource>;

/** Where the position came from, best first: photo, device, pin, address, none. */
export const PositionSource = z.enum(["exif", "device", "pin", "address", "unit", "none"]);
export type PositionSource = z.infer<typeof PositionSource>;

export const Phone = z.string().regex(/^1\d{10}$|^0\d{2,3}-?\d{7,8}$/, "手机号或座机号");

/** Idempotent by `clientId`: the same id with the same content answers the same receipt, with other content 409. */
export const SubmitReport = z
  .object({
    clientId: z.uuid(),
    source: ReportSource,
    text: z.string().trim().max(5000).default(""),
    category: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    urgency: Urgency.optional(),
    position: Position.optional(),
    positionSource: PositionSource.default("none"),
    positionAccuracyM: z.number().nonnegative().max(100_000).optional(),
    address: z.string().trim().max(300).default(""),
    unit: UnitCode.optional(),
    files: z.array(FileId).max(10).default([]),
    reporter: z
      .object({
        name: z.string().trim().max(50).optional(),
        phone: Phone.optional(),
        phoneProof: z.string().max(200).optional(),
      })
      .default({}),
    foreign: z
      .object({
        system: z.string().trim().min(1).max(40),
        number: z.string().trim().min(1).max(80),
      })
      .optional(),
    /** "Already reported: follow it instead". */
    follow: IncidentId.optional(),
    /** When it was seen, if the phone was offline; the server's clock still rules every limit. */
    seenAt: z.iso.datetime().optional(),
    simulated: z.boolean().default(false),
  })
  .refine((report) => report.text !== "" || report.files.length > 0 || report.category, {
    message: "请至少提供文字、照片或类别之一",
  })
  .meta({ id: "SubmitReport" });
export type SubmitReport = z.infer<typeof SubmitReport>;

export const Receipt = z
  .object({
    report: ReportId,
    number: z.string(),
    /** Secret: with the number it shows progress without an account. */
    token: z.string(),
    url: z.string(),
    incident: z.object({ id: IncidentId, number: z.string(), joined: z.boolean() }),
    unit: z.object({ code: UnitCode, name: z.string() }).nullable(),
    promisedAt: z.iso.datetime().nullable(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: "Receipt" });
export type Receipt = z.infer<typeof Receipt>;

/** What the holder of a receipt sees: no names, no phones, plain words. */
export const Progress = z
  .object({
    number: z.string(),
    status: z.string(),
    statusText: z.string(),
    categoryName: z.string(),
    place: z.string(),
    promisedAt: z.iso.datetime().nullable(),
    steps: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
    before: z.array(z.string()),
    after: z.array(z.string()),
    answer: z.string().nullable(),
    mayRate: z.boolean(),
    mayAppeal: z.boolean(),
    /** Whoever rated the result as unsatisfactory may have it taken up again. */
    mayReopen: z.boolean(),
    rated: z
      .object({ stars: z.number(), satisfied: z.boolean(), comment: z.string().nullable() })
      .nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "Progress" });
export type Progress = z.infer<typeof Progress>;

export const Suggestion = z.object({
  code: z.string(),
  name: z.string(),
  group: z.string(),
  urgency: Urgency,
  confidence: z.number().min(0).max(1),
  words: z.array(z.string()),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const NearbyIncident = z.object({
  id: IncidentId,
  categoryName: z.string(),
  statusText: z.string(),
  distanceM: z.number(),
  openedAt: z.iso.datetime(),
  thumbnail: z.string().nullable(),
  reports: z.number().int(),
});
export type NearbyIncident = z.infer<typeof NearbyIncident>;

export const StoredFile = z.object({
  id: FileId,
  type: z.string(),
  size: z.number().int(),
  url: z.string(),
  thumbnail: z.string().nullable(),
  /** Read from EXIF before it was removed. */
  position: Position.nullable(),
  takenAt: z.iso.datetime().nullable(),
});
export type StoredFile = z.infer<typeof StoredFile>;

export const ClassifyText = z.object({ text: z.string().trim().min(1).max(5000) });
export const Classification = z
  .object({
    items: z.array(Suggestion),
    /** Words that raise the urgency by one or two levels. */
    urgencyHints: z.object({ raise: z.number().int().min(0).max(2), words: z.array(z.string()) }),
  })
  .meta({ id: "Classification" });
export type Classification = z.infer<typeof Classification>;

export const NearbyQuery = z.object({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  category: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
export const NearbyIncidents = z.object({ items: z.array(NearbyIncident) });

/** A row of "what I reported". */
export const MyReport = z
  .object({
    report: ReportId,
    number: z.string(),
    source: ReportSource,
    text: z.string(),
    at: z.iso.datetime(),
    place: z.string(),
    incident: z.object({
      id: IncidentId,
      number: z.string(),
      title: z.string(),
      status: z.string(),
      statusText: z.string(),
    }),
  })
  .meta({ id: "MyReport" });
export type MyReport = z.infer<typeof MyReport>;
export const MyReportPage = pageOf(MyReport);

export const MobilePhone = z.string().regex(/^1\d{10}$/, "请填写 11 位手机号");
export const AskPhoneCode = z.object({ phone: MobilePhone });
/** `simulated`: no gateway carries it, so the phone will not get it. */
export const PhoneCodeSent = z.object({ simulated: z.boolean() });
export const VerifyPhoneCode = z.object({
  phone: MobilePhone,
  code: z.string().regex(/^\d{6}$/, "请填写 6 位验证码"),
});
export const PhoneProof = z.object({ proof: z.string() });

const receiptToken = z.string().min(20).max(100);
export const ReceiptQuery = z.object({ token: receiptToken });
export const RateReceipt = z.object({
  token: receiptToken,
  satisfied: z.boolean(),
  stars: z.number().int().min(1).max(5),
  comment: z.string().trim().max(2000).optional(),
});
/** An appeal, or a call to take the matter up again. */
export const AppealReceipt = z.object({
  token: receiptToken,
  reason: z.string().trim().min(1).max(1000),
});

export const HotlineImportResult = z
  .object({
    rows: z.array(
      z.object({
        /** Line of the file, the heading being line 1. */
        line: z.number().int(),
        ok: z.boolean(),
        number: z.string().optional(),
        incident: IncidentId.optional(),
        message: z.string().optional(),
      }),
    ),
    created: z.number().int(),
    /** Known already: nothing changed. */
    repeated: z.number().int(),
    failed: z.number().int(),
  })
  .meta({ id: "HotlineImportResult" });
export type HotlineImportResult = z.infer<typeof HotlineImportResult>;

/** Orders that came in during the last days, with what became of them (F21). */
export const HotlineResultsQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
});
