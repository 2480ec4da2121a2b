import { type ProvenPhone, VisitorCode, VisitorPage } from "@gezhi/contract/visitor-codes.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** A visitor at the door is seen while the page is open. */
const againMs = 10_000;

export const useVisitorPage = (proven: ProvenPhone) =>
  useQuery({
    queryKey: ["visitor-page", proven.phone],
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.post(VisitorPage, "/visitor-page", proven, { signal }),
  });

type Wanted = { id: string; door: string; from?: string; hours: number; uses: number };

export function useMakeCode(proven: ProvenPhone) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Wanted) =>
      api.post(VisitorCode, "/visitor-codes", { ...proven, ...wanted }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["visitor-page"] }),
  });
}

export function useRevokeCode(proven: ProvenPhone) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, door }: VisitorCode) =>
      api.post(VisitorCode, `/visitor-codes/${id}/revocation`, { ...proven, door: door.id }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["visitor-page"] }),
  });
}
