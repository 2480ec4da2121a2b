import { z } from "zod";
import { CaseForm } from "./case-forms.ts";
import { Category, RoutingRule } from "./configuration.ts";
import { AlarmRule, DeviceProfile, OutsideParty } from "./sensing.ts";
import { UnitCode } from "./units.ts";

/** What a package brings, in the order in which one refers to the other. */
export const ScenarioPart = z.enum([
  "catalogue",
  "deviceProfiles",
  "routing",
  "alarmRules",
  "caseForms",
]);
export type ScenarioPart = z.infer<typeof ScenarioPart>;

export const ScenarioAbout = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  name: z.string().trim().min(1).max(60),
  english: z.string().trim().max(80).default(""),
  version: z.string().regex(/^\d{1,4}(\.\d{1,4}){0,2}$/),
  description: z.string().trim().max(1000).default(""),
});
export type ScenarioAbout = z.infer<typeof ScenarioAbout>;

/** R51 一件事: a whole scenario as one document that another unit installs as configuration. */
export const Scenario = ScenarioAbout.extend({
  format: z.literal("gezhi-scenario/1"),
  parts: z.object({
    catalogue: z.array(Category).max(500).default([]),
    deviceProfiles: z.array(DeviceProfile).max(200).default([]),
    routing: z.array(RoutingRule).max(200).default([]),
    alarmRules: z.array(AlarmRule).max(300).default([]),
    caseForms: z.array(CaseForm).max(100).default([]),
  }),
  /** Whom outside the platform it calls: each unit registers its own contacts. */
  parties: z.array(OutsideParty).max(50).default([]),
}).meta({ id: "Scenario" });
export type Scenario = z.infer<typeof Scenario>;

export const Scenarios = z.object({ items: z.array(Scenario) });

/** All that is about these categories, as it is in force at the unit. */
export const ExportScenario = z
  .object({
    unit: UnitCode,
    about: ScenarioAbout,
    categories: z
      .array(z.string().regex(/^\d{2}(\d{2}){0,2}$/))
      .min(1)
      .max(100),
  })
  .meta({ id: "ExportScenario" });

/** `kind/key` of parts that are there already and differ: the package's take their place. */
const replace = z.array(z.string().max(60)).max(1500).default([]);

export const PlanScenario = z
  .object({ unit: UnitCode, scenario: Scenario, replace })
  .meta({ id: "PlanScenario" });

export const InstallScenario = PlanScenario.extend({
  reason: z.string().trim().min(2).max(400),
  /** The newest version of each document that the plan was made on. */
  baseVersions: z.partialRecord(ScenarioPart, z.number().int().nonnegative()),
}).meta({ id: "InstallScenario" });
export type InstallScenario = z.infer<typeof InstallScenario>;

export const ScenarioPlan = z
  .object({
    parts: z.array(
      z.object({
        kind: ScenarioPart,
        key: z.string(),
        name: z.string(),
        /** `differs`: there already under this key and not the same; kept unless it is named in `replace`. */
        change: z.enum(["added", "same", "differs"]),
        /** What it is called there, where that is another name. */
        there: z.string().nullable(),
        fields: z.array(z.string()),
      }),
    ),
    /** Documents that would get a new version, and whether that is the unit's first of its own. */
    documents: z.array(
      z.object({ kind: ScenarioPart, baseVersion: z.number().int(), own: z.boolean() }),
    ),
    /** Null for the city: contacts are registered by districts and below. */
    contacts: z.array(z.object({ party: OutsideParty, registered: z.number().int().nullable() })),
    /** What would lead nowhere: it cannot be installed until this is put right. */
    faults: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "ScenarioPlan" });
export type ScenarioPlan = z.infer<typeof ScenarioPlan>;

export const ScenarioInstalled = z.object({
  versions: z.array(z.object({ kind: ScenarioPart, version: z.number().int() })),
});
