import {
  Assessment,
  Objection,
  type DecideObjection,
  type RaiseObjection,
} from "@gezhi/contract/assessment.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

type Asked = { unit: string; from: string; to?: string };

export const useAssessment = (query: Asked) =>
  useQuery({
    queryKey: ["assessment", query],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get(Assessment, "/assessment", { query, signal }),
  });

function useTold() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["assessment"] });
}

export function useRaise() {
  const told = useTold();
  return useMutation({
    mutationFn: (body: RaiseObjection) => api.post(Objection, "/assessment-objections", body),
    onSuccess: told,
  });
}

export function useDecide(id: string) {
  const told = useTold();
  return useMutation({
    mutationFn: (body: DecideObjection) =>
      api.post(Objection, `/assessment-objections/${id}/decision`, body),
    onSettled: told,
  });
}
