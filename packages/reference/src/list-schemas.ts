import { PlaceKind } from "@gezhi/contract/places.ts";
import { z } from "zod";

const ListItem = z.object({
  code: z.string(),
  name: z.string(),
  basis: z.string(),
  note: z.string(),
  evidence: z.string(),
});
export type ListItem = z.infer<typeof ListItem>;

const RefusedProof = z.object({
  code: z.string(),
  name: z.string(),
  alternative: z.string(),
  basis: z.string(),
  evidence: z.string(),
});

const LeadAssistItem = z.object({
  code: z.string(),
  name: z.string(),
  lead: z.string(),
  assist: z.string(),
  assistDuty: z.string(),
  evidence: z.string(),
});

/** 四清单一目录, the town's lists and the grid's admission rule (R29–R31). */
export const Lists = z.object({
  version: z.string(),
  villageItems: z.object({ selfGoverning: z.array(ListItem), assisting: z.array(ListItem) }),
  negativeItems: z.array(ListItem),
  proofsIssued: z.array(ListItem),
  proofsRefused: z.array(RefusedProof),
  plates: z.array(ListItem.extend({ place: z.enum(["outside", "inside"]) })),
  statutoryItems: z.array(ListItem),
  leadAssistItems: z.array(LeadAssistItem),
  generalItems: z.array(ListItem),
  gridDutyGroups: z.array(z.object({ code: z.string(), name: z.string(), evidence: z.string() })),
  gridAdmission: z.object({ title: z.string(), rule: z.string(), evidence: z.string() }),
  gridForce: z.object({
    head: z.string(),
    core: z.array(z.string()),
    support: z.array(z.string()),
    evidence: z.string(),
  }),
});
export type Lists = z.infer<typeof Lists>;

const Level = z.object({ colour: z.enum(["红", "橙", "黄", "蓝"]), when: z.string() });

const Plan = z.object({
  id: z.string().regex(/^PL\d{2}$/),
  name: z.string(),
  english: z.string(),
  trigger: z.object({
    events: z.array(z.object({ code: z.string(), name: z.string() })),
    sensors: z.array(z.string()),
    manual: z.boolean(),
  }),
  levels: z.object({ IV: Level, III: Level, II: Level, I: Level }),
  groups: z.array(z.object({ name: z.string(), lead: z.string(), members: z.array(z.string()) })),
  steps: z.array(
    z.object({
      t: z.string(),
      role: z.string(),
      action: z.string(),
      proof: z.string(),
      mandatory: z.boolean(),
    }),
  ),
  notify: z.array(z.string()),
  /** Kinds of places that the map shows with the plan. */
  overlay: z.array(PlaceKind),
  resources: z.array(z.string()),
  stopConditions: z.array(z.string()),
  afterAction: z.array(z.string()),
  source: z.string(),
  note: z.string(),
});
export type Plan = z.infer<typeof Plan>;

export const Plans = z.object({ version: z.string(), note: z.string(), plans: z.array(Plan) });
