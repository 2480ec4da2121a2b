import {
  type ExportScenario,
  type InstallScenario,
  type PlanScenario,
  Scenario,
  ScenarioInstalled,
  ScenarioPlan,
  Scenarios,
} from "@gezhi/contract/scenarios.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../../../../shared/api.ts";

export const useScenarios = () =>
  useQuery({
    queryKey: ["scenarios"],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get(Scenarios, "/scenarios", { signal }),
    select: ({ items }) => items,
  });

export const useExportScenario = () =>
  useMutation({
    mutationFn: (asked: z.input<typeof ExportScenario>) =>
      api.post(Scenario, "/scenario-exports", asked),
  });

export const usePlan = (asked: z.infer<typeof PlanScenario> | undefined) =>
  useQuery({
    queryKey: ["scenario-plan", asked],
    enabled: asked !== undefined,
    queryFn: () => api.post(ScenarioPlan, "/scenario-plans", asked),
  });

export function useInstall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: InstallScenario) =>
      api.post(ScenarioInstalled, "/scenario-installations", asked),
    onSuccess: () => {
      for (const key of ["scenario-plan", "configuration", "configurations", "categories"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
