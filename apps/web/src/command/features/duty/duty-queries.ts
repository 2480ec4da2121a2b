import { DutyImported, DutyRoster, type ImportDuty, type SetDuty } from "@gezhi/contract/duty.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

export const useDuty = (
  question: { unit?: string | undefined; from?: string | undefined; days: number },
  enabled = true,
) =>
  useQuery({
    queryKey: ["duty", question],
    enabled,
    // Shifts change by the clock: no message says so.
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(DutyRoster, "/duty", { query: question, signal }),
  });

function useDutyChange<V, R>(change: (values: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ["duty"] }),
  });
}

export const useSetDuty = () =>
  useDutyChange(
    (values: Omit<SetDuty, "accounts" | "unit"> & { unit: string; accounts: string[] }) =>
      api.put(z.unknown(), "/duty", values),
  );
export const useImportDuty = () =>
  useDutyChange((values: Omit<ImportDuty, "unit"> & { unit: string }) =>
    api.post(DutyImported, "/duty-imports", values),
  );
