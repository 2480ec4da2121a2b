import { Problem } from "@gezhi/contract/problem.ts";
import {
  ExportScenario,
  InstallScenario,
  PlanScenario,
  Scenario,
  ScenarioInstalled,
  ScenarioPlan,
  Scenarios,
} from "@gezhi/contract/scenarios.ts";
import type { App } from "../../platform/http/app.ts";
import type { Context } from "../context.ts";
import { requireRole } from "../identity/session-plugin.ts";
import { exportScenario, installScenario, planScenario } from "./scenario-commands.ts";
import { shippedScenarios } from "./shipped-scenarios.ts";

const tags = ["configuration"];
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem };
const bodyLimit = 4 << 20;

/** R51 一件事: a scenario leaves one unit and is installed at another as configuration. */
export function registerScenarioRoutes(app: App, context: Context): void {
  app.get(
    "/api/scenarios",
    {
      schema: {
        tags,
        summary: "Scenario packages that come with the platform",
        response: { 200: Scenarios, ...refusals },
      },
    },
    (request) => {
      requireRole(request, "sysAdmin");
      return { items: shippedScenarios() };
    },
  );

  app.post(
    "/api/scenario-exports",
    {
      schema: {
        tags,
        summary: "A package of all that is about some categories, as it is in force at a unit",
        body: ExportScenario,
        response: { 200: Scenario, ...refusals },
      },
    },
    (request) => exportScenario(context, requireRole(request, "sysAdmin"), request.body),
  );

  app.post(
    "/api/scenario-plans",
    {
      bodyLimit,
      schema: {
        tags,
        summary: "What installing a package would add and change, and what would lead nowhere",
        body: PlanScenario,
        response: { 200: ScenarioPlan, ...refusals },
      },
    },
    (request) => planScenario(context, requireRole(request, "sysAdmin"), request.body),
  );

  app.post(
    "/api/scenario-installations",
    {
      bodyLimit,
      schema: {
        tags,
        summary: "Installs a package: publishes every document it changes, all or none",
        body: InstallScenario,
        response: { 200: ScenarioInstalled, ...refusals, 409: Problem },
      },
    },
    async (request) => ({
      versions: await installScenario(context, requireRole(request, "sysAdmin"), request.body),
    }),
  );
}
