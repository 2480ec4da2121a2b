import { ancestorAt, type Unit } from "@gezhi/contract/units.ts";
import { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { Force } from "@gezhi/contract/organisation.ts";
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "../../../shared/api.ts";
import { useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { useMe } from "../../../shared/session.ts";
import { unitsBelowQuery } from "../../../shared/units/unit-queries.ts";

/** The communities this person answers for, by office or through a grid in them. */
export function useOwnCommunities(): string[] {
  const { appointments } = useMe();
  const codes = appointments
    .filter(({ role }) => role === "communitySecretary" || role === "gridHead")
    .flatMap(({ unit }) => ancestorAt(unit, "village") ?? []);
  return [...new Set(codes)];
}

const countsQuery = (unit: string, today = false) =>
  queryOptions({
    queryKey: ["incident-counts", unit, today],
    queryFn: ({ signal }) =>
      api.get(IncidentCounts, "/incident-counts", {
        query: { unit, today: today || undefined },
        signal,
      }),
  });

export const useCommunityCounts = (village: string) => useQuery(countsQuery(village, true));

export type GridRow = { grid: Unit; counts: IncidentCounts | undefined };

/** The grids of the community with their counts. */
export function useGridCounts(village: string) {
  const grids = useQuery(unitsBelowQuery(village));
  const counts = useQueries({ queries: (grids.data ?? []).map(({ code }) => countsQuery(code)) });
  return {
    grids,
    rows: (grids.data ?? []).map((grid, index): GridRow => ({ grid, counts: counts[index]?.data })),
  };
}

/** Every open incident of the community: few enough for one screen. */
export function useOpenIncidents(village: string) {
  const filter = useMemo(
    () => ({ list: "all", open: "true", unit: village, sort: "urgency", limit: 200 }),
    [village],
  );
  const pages = useIncidentPages(filter);
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  return { ...pages, items };
}

export function useNewestIncidents(village: string) {
  const filter = useMemo(
    () => ({ list: "all", unit: village, sort: "newest", limit: 60 }),
    [village],
  );
  const pages = useIncidentPages(filter);
  return pages.data?.pages[0]?.items ?? [];
}

export const useCommunityForce = (village: string) =>
  useQuery({
    queryKey: ["handlers", village, "force"],
    staleTime: 300_000,
    queryFn: ({ signal }) => api.get(Force, `/units/${village}/force`, { signal }),
  });
