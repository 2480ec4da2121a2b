import {
  Access,
  AccessPage,
  type AccessList,
  type AskAccess,
  type DecideAccess,
} from "@gezhi/contract/approvals.ts";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../../../shared/api.ts";

export const useAccesses = (list: AccessList, enabled = true) =>
  useInfiniteQuery({
    queryKey: ["approvals", list],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(AccessPage, "/approvals", { query: { list, after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  });

/** Whatever is asked, decided or taken back changes the lists and what the incident's page shows. */
function useAccessChange<V>(change: (values: V) => Promise<Access>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const key of ["approvals", "incident"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useAskAccess = () =>
  useAccessChange((values: z.input<typeof AskAccess>) => api.post(Access, "/approvals", values));
export const useDecideAccess = (id: string) =>
  useAccessChange((values: DecideAccess) => api.post(Access, `/approvals/${id}/decisions`, values));
export const useRevokeAccess = (id: string) =>
  useAccessChange(() => api.post(Access, `/approvals/${id}/revocations`));
