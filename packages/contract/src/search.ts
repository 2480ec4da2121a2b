import { z } from "zod";
import { IncidentStatus, Urgency } from "./incidents.ts";
import { Phone } from "./reports.ts";
import { UnitCode } from "./units.ts";

/** In the order in which answers are shown when they fit equally well. */
export const SearchKind = z.enum(["incident", "unit", "place", "device", "staff"]);
export type SearchKind = z.infer<typeof SearchKind>;

const mostHits = 20;

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(60),
  /** Joined by commas; absent: all. */
  kinds: z
    .string()
    .max(60)
    .transform((text) => text.split(","))
    .pipe(z.array(SearchKind))
    .optional(),
  /** Of each kind. */
  limit: z.coerce.number().int().min(1).max(mostHits).default(6),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

export const SearchHit = z
  .object({
    kind: SearchKind,
    /** As the API names the record; of a unit its code, of staff the account. */
    id: z.string(),
    title: z.string(),
    /** A second line: what it is, or what it says. */
    line: z.string(),
    unit: UnitCode,
    /** 渝中区 › 七星岗街道. */
    where: z.string(),
    /** What of it fits the question. */
    matched: z.enum(["name", "initials", "code", "text", "number", "phone"]),
    urgency: Urgency.optional(),
    status: IncidentStatus.optional(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchAnswer = z
  .object({
    /** The best group first; without the kinds that have nothing. */
    groups: z.array(
      z.object({
        kind: SearchKind,
        hits: z.array(SearchHit),
        /** There are more than are told. */
        more: z.boolean(),
      }),
    ),
    /** The question is a telephone number, and this person may ask who reported from it. */
    phone: z.boolean(),
  })
  .meta({ id: "SearchAnswer" });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/** A number stands in a body, never in an address; who asked and why goes on record, like a reveal. */
export const PhoneSearch = z.object({
  phone: Phone,
  reason: z.string().trim().min(4).max(300),
});
export type PhoneSearch = z.infer<typeof PhoneSearch>;

export const PhoneSearchAnswer = z.object({ hits: z.array(SearchHit) });
