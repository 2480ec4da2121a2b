import { NoticePage } from "@gezhi/contract/notices.ts";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "./api.ts";

export const useNotices = () =>
  useInfiniteQuery({
    queryKey: ["notices"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(NoticePage, "/notices", { query: { after: pageParam, limit: 20 }, signal }),
    getNextPageParam: ({ next }) => next,
  });

export function useReadNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (read: { ids: string[] } | { all: true }) =>
      api.post(z.unknown(), "/notices/read", read),
    onSettled: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
}
