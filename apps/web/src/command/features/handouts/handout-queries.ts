import { type HandOut, HandoutRegister, type TakeBack } from "@gezhi/contract/handouts.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

/** What time alone changes: who took a device off, and whose battery ran down. */
const againMs = 60_000;

export const useHandouts = (unit: string | undefined) =>
  useQuery({
    queryKey: ["handouts", unit ?? ""],
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(HandoutRegister, "/handouts", { query: { unit }, signal }),
  });

function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const key of ["handouts", "care", "care-person", "devices", "device"])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

export function useHandOut() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: z.input<typeof HandOut>) => api.post(z.undefined(), "/handouts", body),
    onSuccess: refresh,
  });
}

export function useTakeBack(device: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: z.input<typeof TakeBack>) =>
      api.post(z.undefined(), `/handouts/${device}/return`, body),
    onSuccess: refresh,
  });
}
