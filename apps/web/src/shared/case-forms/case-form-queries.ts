import { type FillForm, IncidentForms, RevealedAnswers } from "@gezhi/contract/case-forms.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api.ts";

export const useCaseForms = (incident: string) =>
  useQuery({
    queryKey: ["case-forms", incident],
    queryFn: ({ signal }) => api.get(IncidentForms, `/incidents/${incident}/forms`, { signal }),
    select: ({ items }) => items,
  });

export function useFillForm(incident: string, form: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (filled: FillForm) =>
      api.post(z.undefined(), `/incidents/${incident}/forms/${form}`, filled),
    // Whoever was too late sees what somebody else wrote.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["case-forms", incident] });
      void client.invalidateQueries({ queryKey: ["incident", incident] });
    },
  });
}

export const useRevealForm = (incident: string, form: string) =>
  useMutation({
    mutationFn: (reason: string) =>
      api.post(RevealedAnswers, `/incidents/${incident}/forms/${form}/reveal`, { reason }),
  });
