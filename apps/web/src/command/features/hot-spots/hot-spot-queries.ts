import {
  HotSpotDetail,
  HotSpotPage,
  IssueClassDetail,
  IssueClassPage,
  Occurrences,
  PastCaseImportResult,
  RecurrenceCells,
  Recurrences,
  type CreateIssueClass,
  type HotSpotStatus,
  type IssueClassAct,
  type RecurrenceBy,
} from "@gezhi/contract/hot-spots.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { z } from "zod";
import type { ImportAsked } from "../../../shared/ui/ImportDialog.tsx";
import { api } from "../../../shared/api.ts";

export type Period = { unit: string; category?: string | undefined; days: number };

export const useHotSpots = (filter: {
  unit?: string | undefined;
  category?: string | undefined;
  status: HotSpotStatus;
}) =>
  useInfiniteQuery({
    queryKey: ["hot-spots", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(HotSpotPage, "/hot-spots", {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useHotSpot = (id: string) =>
  useQuery({
    queryKey: ["hot-spot", id],
    queryFn: ({ signal }) => api.get(HotSpotDetail, `/hot-spots/${id}`, { signal }),
  });

export const useRecurrences = (period: Period, by: RecurrenceBy) =>
  useQuery({
    queryKey: ["recurrences", period, by],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(Recurrences, "/recurrences", { query: { ...period, by }, signal }),
  });

export const useOccurrences = (period: Period, by: RecurrenceBy, key: string) =>
  useQuery({
    queryKey: ["recurrences", period, by, key],
    queryFn: ({ signal }) =>
      api.get(Occurrences, "/occurrences", { query: { ...period, by, key }, signal }),
  });

export const useCells = (period: Period) =>
  useQuery({
    queryKey: ["recurrence-cells", period],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(RecurrenceCells, "/recurrence-cells", { query: period, signal }),
  });

export const useIssueClasses = (filter: {
  unit?: string | undefined;
  ended?: "true" | undefined;
}) =>
  useInfiniteQuery({
    queryKey: ["issue-classes", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(IssueClassPage, "/issue-classes", {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useIssueClass = (id: string) =>
  useQuery({
    queryKey: ["issue-class", id],
    queryFn: ({ signal }) => api.get(IssueClassDetail, `/issue-classes/${id}`, { signal }),
  });

const stale = (client: QueryClient) => {
  for (const key of ["hot-spots", "hot-spot", "issue-classes", "recurrences"])
    void client.invalidateQueries({ queryKey: [key] });
};

export function useCloseHotSpot(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => api.post(HotSpotDetail, `/hot-spots/${id}/closure`, { reason }),
    onSuccess: (card) => {
      client.setQueryData(["hot-spot", id], card);
      stale(client);
    },
  });
}

export function useCreateClass() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof CreateIssueClass>) =>
      api.post(IssueClassDetail, "/issue-classes", body),
    onSuccess: (made) => {
      client.setQueryData(["issue-class", made.id], made);
      stale(client);
    },
  });
}

export type ActBody = z.input<typeof IssueClassAct>;
export function useActOnClass(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ActBody) => api.post(IssueClassDetail, `/issue-classes/${id}/acts`, body),
    onSuccess: (after) => {
      client.setQueryData(["issue-class", id], after);
      stale(client);
    },
    // Whoever was too late sees what the other did.
    onError: () => void client.invalidateQueries({ queryKey: ["issue-class", id] }),
  });
}

export function useImportPast() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dryRun }: ImportAsked) =>
      api.upload(PastCaseImportResult, "/past-cases/import", file, file.name, {
        query: { dryRun },
      }),
    onSuccess: ({ dryRun }) => {
      if (!dryRun) stale(client);
    },
  });
}
