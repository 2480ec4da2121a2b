import { Brief, BriefList } from "@gezhi/contract/briefs.ts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

const fresh = 60_000;

export const useBriefs = (unit: string) =>
  useQuery({
    queryKey: ["briefs", unit],
    staleTime: fresh,
    queryFn: ({ signal }) => api.get(BriefList, "/briefs", { query: { unit }, signal }),
  });

export const useBrief = (unit: string, day: string | undefined) =>
  useQuery({
    queryKey: ["brief", unit, day],
    enabled: day !== undefined,
    staleTime: fresh,
    queryFn: ({ signal }) => api.get(Brief, "/brief", { query: { unit, day }, signal }),
  });
