import {
  ConfigurationKind,
  type ContentOf,
  Contents,
  type Limits,
} from "@gezhi/contract/configuration.ts";
import { usualWeights } from "@gezhi/contract/assessment.ts";
import { usualClipDays } from "@gezhi/contract/evidence.ts";
import { usualPatrols } from "@gezhi/contract/patrol-duties.ts";
import { usualPriority } from "@gezhi/contract/priority.ts";
import { initialWall } from "@gezhi/contract/wall.ts";
import { categories, departments, posts } from "@gezhi/reference/load-reference.ts";
import { readDataFile } from "@gezhi/reference/read-table.ts";
import { parse } from "csv-parse/sync";
import type { Kysely } from "kysely";
import type { DB } from "../../platform/database/generated.ts";
import { defaultStageMinutes } from "../clocks/clock-limit-rules.ts";
import { defaultCalendarRows } from "../clocks/published-holidays.ts";
import { usualLimits } from "../hot-spots/hot-spot-limit-rules.ts";
import { findCity } from "../units/unit-queries.ts";
import { initialCaseForms } from "./initial-case-forms.ts";
import { initialLists } from "./initial-lists.ts";
import { initialRouting } from "./initial-routing.ts";
import { initialAlarmRules, initialProfiles } from "./initial-sensing.ts";

/** In force from before the first incident of any import. */
const firstYear = 2020;
const validFrom = new Date(`${firstYear}-01-01T00:00:00+08:00`);

/** Domain C.1 (check of self-handled, rating, suspension, archive), C.2 (verify first) and C.4 (merging). */
const initialLimits: Limits = {
  selfHandledSample: 0.05,
  archiveDays: 30,
  ratingDays: 7,
  suspensionMaxDays: 30,
  mergeMetres: 100,
  mergeMinutes: { red: 5, orange: 5, yellow: 30, blue: 30 },
  verifyFirst: ["resident", "rider", "call", "hotline", "open311"],
  hotSpot: usualLimits,
  clipDays: usualClipDays,
  priority: usualPriority,
  assessment: usualWeights,
  patrols: usualPatrols,
  stageMinutes: defaultStageMinutes,
};

function initialKeywords(): ContentOf<"keywords"> {
  const rows = parse<{ code: string; word: string; weight: string }>(readDataFile("keywords.csv"), {
    columns: true,
  });
  return {
    keywords: rows.map(({ code, word, weight }) => ({ code, word, weight: Number(weight) })),
  };
}

/** What a city starts with; each document passes the schema its editors must pass. */
const initialContents = (): { [K in ConfigurationKind]: ContentOf<K> } => ({
  catalogue: Contents.catalogue.parse({ categories }),
  posts: Contents.posts.parse({ posts }),
  departments: Contents.departments.parse({ departments }),
  calendar: Contents.calendar.parse(defaultCalendarRows(firstYear)[0]?.calendar),
  limits: Contents.limits.parse(initialLimits),
  lists: Contents.lists.parse(initialLists),
  routing: Contents.routing.parse(initialRouting),
  keywords: Contents.keywords.parse(initialKeywords()),
  deviceProfiles: Contents.deviceProfiles.parse(initialProfiles),
  alarmRules: Contents.alarmRules.parse(initialAlarmRules),
  wall: Contents.wall.parse(initialWall),
  caseForms: Contents.caseForms.parse(initialCaseForms),
});

export async function configurationSeeded(owner: Kysely<DB>): Promise<boolean> {
  const rows = await owner.selectFrom("configurations").select("kind").distinct().execute();
  return rows.length === ConfigurationKind.options.length;
}

/** Version 1 of every kind for the city; what is there already stays as it is. */
export async function seedConfiguration(owner: Kysely<DB>): Promise<void> {
  const city = await findCity(owner);
  if (!city) throw new Error("The configuration belongs to the city: seed the units first.");
  const contents = initialContents();
  await owner
    .insertInto("configurations")
    .values(
      ConfigurationKind.options.map((kind) => ({
        kind,
        unit: city,
        version: 1,
        valid_from: validFrom,
        content: JSON.stringify(contents[kind]),
        author: "系统",
        reason: "初始配置",
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
