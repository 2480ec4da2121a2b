import { z } from "zod";
import { FeedbackId } from "./ids.ts";
import { UnitCode } from "./units.ts";

export const FeedbackState = z.enum(["open", "planned", "done", "declined"]);
export type FeedbackState = z.infer<typeof FeedbackState>;

export const SendFeedback = z
  .object({
    /** The path of the page it was sent from, without what it was asked. */
    page: z.string().max(100).regex(/^\//),
    /** Which build of the page. */
    build: z.string().max(80),
    text: z.string().trim().min(4).max(1000),
  })
  .meta({ id: "SendFeedback" });
export type SendFeedback = z.infer<typeof SendFeedback>;

export const Feedback = z
  .object({
    id: FeedbackId,
    unit: z.object({ code: UnitCode, name: z.string() }),
    page: z.string(),
    build: z.string(),
    text: z.string(),
    at: z.iso.datetime(),
    state: FeedbackState,
    answer: z.string().nullable(),
    answeredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Feedback" });
export type Feedback = z.infer<typeof Feedback>;

export const FeedbackQuery = z.object({
  /** `mine`: what I sent; `backlog`: what everybody did, for the city's operator. */
  of: z.enum(["mine", "backlog"]).default("mine"),
  state: FeedbackState.optional(),
});
export type FeedbackQuery = z.output<typeof FeedbackQuery>;

export const FeedbackList = z
  .object({
    items: z.array(Feedback),
    /** More than are told. */
    more: z.boolean(),
  })
  .meta({ id: "FeedbackList" });
export type FeedbackList = z.infer<typeof FeedbackList>;

export const AnswerFeedback = z
  .object({
    state: z.enum(["planned", "done", "declined"]),
    answer: z.string().trim().min(2).max(500),
  })
  .meta({ id: "AnswerFeedback" });
export type AnswerFeedback = z.infer<typeof AnswerFeedback>;
