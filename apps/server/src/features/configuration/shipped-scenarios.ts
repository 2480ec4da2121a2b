import { Contents } from "@gezhi/contract/configuration.ts";
import type { Scenario } from "@gezhi/contract/scenarios.ts";
import { categories } from "@gezhi/reference/load-reference.ts";
import { initialCaseForms } from "./initial-case-forms.ts";
import { initialRouting } from "./initial-routing.ts";
import { initialAlarmRules, initialProfiles } from "./initial-sensing.ts";
import { scenarioOf } from "./scenario-rules.ts";

let shipped: Scenario[] | undefined;

/** What comes with the platform, cut from the configuration a city begins with. */
export const shippedScenarios = (): Scenario[] =>
  (shipped ??= [
    scenarioOf(
      {
        code: "electrical-fire",
        name: "电气火灾一件事",
        english: "Electrical fire",
        version: "1.0",
        description:
          "漏电三级预警与线缆过温：探测器类型、告警规则、事件类别、派遣规则和现场核实表。阈值和时限须与设备单位核定后使用。",
      },
      ["090201", "090202", "090203", "090204"],
      {
        catalogue: Contents.catalogue.parse({ categories }),
        deviceProfiles: Contents.deviceProfiles.parse(initialProfiles),
        routing: Contents.routing.parse(initialRouting),
        alarmRules: Contents.alarmRules.parse(initialAlarmRules),
        caseForms: Contents.caseForms.parse(initialCaseForms),
      },
    ),
  ]);
