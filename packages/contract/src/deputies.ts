import { z } from "zod";
import { AccountId } from "./ids.ts";
import { pageOf } from "./problem.ts";

/** Deputies (人大代表) of a town, to whom a matter can be sent. */
export const Deputies = z.object({
  items: z.array(z.object({ account: AccountId, name: z.string() })),
});

const Answer = z.object({
  satisfied: z.boolean(),
  stars: z.number().int(),
  comment: z.string(),
  at: z.iso.datetime(),
});

/** A matter as the deputy sees it: what, where by unit, how it stands; no person, no address, no photo. */
export const DeputyMatter = z
  .object({
    /** `district-uuid`. */
    id: z.string(),
    number: z.string(),
    categoryName: z.string(),
    place: z.string(),
    statusText: z.string(),
    ended: z.boolean(),
    sentBy: z.string(),
    sentAt: z.iso.datetime(),
    note: z.string(),
    answer: Answer.nullable(),
    simulated: z.boolean(),
  })
  .meta({ id: "DeputyMatter" });
export type DeputyMatter = z.infer<typeof DeputyMatter>;

export const DeputyMatterPage = pageOf(DeputyMatter);

export const DeputyMatterDetail = DeputyMatter.extend({
  steps: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
  /** What was done, once it is closed, or why nothing will be. */
  result: z.string().nullable(),
}).meta({ id: "DeputyMatterDetail" });
export type DeputyMatterDetail = z.infer<typeof DeputyMatterDetail>;

/** A later answer takes the place of an earlier one; both stand in the timeline. */
export const AnswerMatter = z.object({
  satisfied: z.boolean(),
  stars: z.number().int().min(1).max(5),
  comment: z.string().trim().max(1000).default(""),
});
export type AnswerMatter = z.infer<typeof AnswerMatter>;
