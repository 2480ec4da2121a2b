import { AskFormResult, FormBurden, type AskForm } from "@gezhi/contract/burden.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../shared/api.ts";

export const useBurden = (unit: string, month: string | undefined) =>
  useQuery({
    queryKey: ["form-burden", unit, month],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(FormBurden, "/form-burden", { query: { unit, month }, signal }),
  });

export function useAskForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AskForm) => api.post(AskFormResult, "/forms", body),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["form-burden"] }),
  });
}

export function useEndForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post(z.undefined(), `/forms/${id}/end`),
    // Whoever was too late sees that somebody else ended it.
    onSettled: () => void client.invalidateQueries({ queryKey: ["form-burden"] }),
  });
}
