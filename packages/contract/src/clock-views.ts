import { z } from "zod";
import { WorkOrderId } from "./ids.ts";

/** A limit of a stage as it stands. */
export const ClockView = z
  .object({
    stage: z.enum([
      "verify",
      "register",
      "accept",
      "dispose",
      "recheck",
      "return",
      "delay",
      "crossTown",
      "district",
      "rework",
      "checkIn",
      "overall",
    ]),
    basis: z.enum(["natural", "working"]),
    budgetMs: z.number(),
    consumedMs: z.number(),
    startedAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable(),
    running: z.boolean(),
    suspended: z.boolean(),
    overdue: z.boolean(),
    workOrder: WorkOrderId.nullable(),
    ledger: z.array(
      z.object({
        at: z.iso.datetime(),
        entry: z.string(),
        by: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "ClockView" });
export type ClockView = z.infer<typeof ClockView>;
