import {
  ListCheckFigures,
  ListCheckResult,
  Plate,
  PlateRegister,
  type CheckLists,
  type HangPlate,
} from "@gezhi/contract/four-lists.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

export function useCheck() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CheckLists) => api.post(ListCheckResult, "/list-checks", body),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["list-check-figures"] }),
  });
}

export const useCheckFigures = (unit: string) =>
  useQuery({
    queryKey: ["list-check-figures", unit],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(ListCheckFigures, "/list-check-figures", { query: { unit }, signal }),
  });

export const usePlates = (unit: string) =>
  useQuery({
    queryKey: ["plates", unit],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(PlateRegister, "/plates", { query: { unit }, signal }),
  });

export function useHangPlate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: HangPlate) => api.post(Plate, "/plates", body),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["plates"] }),
  });
}

export function useRemovePlate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post(z.undefined(), `/plates/${id}/removal`),
    // Whoever was too late sees that somebody else noted it.
    onSettled: () => void client.invalidateQueries({ queryKey: ["plates"] }),
  });
}
