import { Category } from "@gezhi/contract/configuration.ts";
import type { WorkOrderPage } from "@gezhi/contract/incident-answers.ts";
import { HandlerTarget } from "@gezhi/contract/organisation.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { FeatureCollection } from "geojson";
import { z } from "zod";

export type InboxItem = WorkOrderPage["items"][number];

export const Targets = z.object({ items: z.array(HandlerTarget) });
export const Categories = z.object({ items: z.array(Category.extend({ group: z.string() })) });
export const Located = z.object({
  grid: UnitCode,
  path: z.array(z.object({ code: UnitCode, name: z.string() })),
});
export const Boundaries = z.custom<FeatureCollection>(
  (value) => typeof value === "object" && value !== null && "features" in value,
);
