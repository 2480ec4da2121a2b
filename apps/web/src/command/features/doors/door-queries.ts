import { type ChangeResidents, DoorList, ResidentsChanged } from "@gezhi/contract/visitor-codes.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

/** What is done at a door is told live; codes that expire and doors that go offline are not. */
const againMs = 60_000;

export const useDoors = (unit: string | undefined) =>
  useQuery({
    queryKey: ["doors", unit ?? ""],
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(DoorList, "/doors", { query: { unit }, signal }),
  });

export function useSwitchDoor() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, open }: { id: string; open: boolean }) =>
      api.put(z.undefined(), `/doors/${id}`, { open }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["doors"] }),
  });
}

export function useChangeResidents(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<ChangeResidents>) =>
      api.post(ResidentsChanged, `/doors/${id}/residents`, body),
    onSettled: () => void client.invalidateQueries({ queryKey: ["doors"] }),
  });
}
