import {
  type AnswerMatter,
  DeputyMatterDetail,
  DeputyMatterPage,
} from "@gezhi/contract/deputies.ts";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** A deputy hears of no single incident: the lists are asked for again by the clock and with each notice. */
const everyMs = 60_000;

export const useMatters = () =>
  useInfiniteQuery({
    queryKey: ["deputy-matters"],
    initialPageParam: undefined as string | undefined,
    refetchInterval: everyMs,
    queryFn: ({ pageParam, signal }) =>
      api.get(DeputyMatterPage, "/deputy-matters", { query: { after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  });

export const useMatter = (id: string | undefined) =>
  useQuery({
    queryKey: ["deputy-matter", id],
    enabled: id !== undefined,
    refetchInterval: everyMs,
    queryFn: ({ signal }) => api.get(DeputyMatterDetail, `/deputy-matters/${id}`, { signal }),
  });

export function useAnswerMatter(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: AnswerMatter) =>
      api.post(DeputyMatterDetail, `/deputy-matters/${id}/answers`, answer),
    onSuccess: (matter) => {
      client.setQueryData(["deputy-matter", id], matter);
      void client.invalidateQueries({ queryKey: ["deputy-matters"] });
    },
  });
}
