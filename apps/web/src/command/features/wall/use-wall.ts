import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { initialWall, type Wall } from "@gezhi/contract/wall.ts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { useFigures } from "../../../shared/figures/figure-queries.ts";
import { useIncidentPages } from "../../../shared/incidents/incident-queries.ts";
import { useConfiguration } from "../admin/configuration/configuration-queries.ts";

const dayMs = 86_400_000;
const beijingMs = 8 * 3_600_000;

/** Midnight of Beijing, so many days ago: changes once a day, so that no answers pile up. */
export const midnight = (now: number, daysAgo = 0): string =>
  new Date(
    Math.floor((now + beijingMs) / dayMs) * dayMs - beijingMs - daysAgo * dayMs,
  ).toISOString();

const monthsAgo = (now: number, months: number): string => {
  const local = new Date(now + beijingMs);
  const first = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - months);
  return new Date(first - beijingMs).toISOString();
};

/** The layout in force at the unit, or at the town above it. */
export function useWallLayout(unit: string): Wall {
  const { data } = useConfiguration("wall", unit.slice(0, 9));
  return data?.content ?? initialWall;
}

export const useToday = (unit: string) => useFigures({ unit });
export const useParts = (unit: string) => useFigures({ unit, by: "unit" });
export const useKinds = (unit: string) => useFigures({ unit, by: "category" });
export const useHours = (unit: string, now: number) =>
  useFigures({ unit, by: "hour", from: midnight(now, 1) });
/** What is open was reported within a year; whole months are read fastest. */
export const useLoad = (unit: string, now: number) =>
  useFigures({ unit, by: "section", from: monthsAgo(now, 12) });
export const useSectionsToday = (unit: string) => useFigures({ unit, by: "section" });

export const useUrgent = (unit: string) =>
  useIncidentPages({
    list: "all",
    unit,
    open: "true",
    urgency: ["red", "orange"],
    sort: "urgency",
    limit: 30,
  });
export const useNewest = (unit: string) =>
  useIncidentPages({ list: "all", unit, sort: "newest", limit: 12 });
export const useOnMap = (unit: string) =>
  useIncidentPages({ list: "all", unit, open: "true", sort: "urgency", limit: 100 });

/** What a centre has pinned (R75); it stands above its queue. */
export function usePinned(unit: string): readonly IncidentSummary[] {
  const { data } = useIncidentPages({ list: "queue", unit, sort: "urgency", limit: 20 });
  const items = data?.pages[0]?.items;
  return useMemo(() => (items ?? []).filter(({ pinned }) => pinned), [items]);
}

const States = z.record(z.string(), z.number());
export const useSensors = (unit: string) =>
  useQuery({
    queryKey: ["device-states", unit],
    refetchInterval: 30_000,
    refetchIntervalInBackground: true,
    queryFn: ({ signal }) => api.get(States, "/devices/states", { query: { unit }, signal }),
  });
