import { levelOf, Unit, UnitCode, type UnitLevel } from "@gezhi/contract/units.ts";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import type { Feature, FeatureCollection } from "geojson";
import { z } from "zod";
import { api } from "../api.ts";

const Units = z.object({ items: z.array(Unit) });
export const UnitDetail = Unit.extend({
  path: z.array(z.object({ code: UnitCode, name: z.string() })),
  children: z.number().int(),
  history: z.array(Unit),
});
export type UnitDetail = z.infer<typeof UnitDetail>;

const isGeo = (value: unknown) => typeof value === "object" && value !== null && "type" in value;
const Boundary = z.custom<Feature>(isGeo);
const Boundaries = z.custom<FeatureCollection>(isGeo);

const fresh = 300_000;

export const unitsBelowQuery = (parent: string) =>
  queryOptions({
    queryKey: ["units", "children", parent],
    staleTime: fresh,
    queryFn: async ({ signal }) =>
      (await api.get(Units, "/units", { query: { parent, limit: 1000 }, signal })).items,
  });

export const useUnitSearch = (q: string, level?: UnitLevel) =>
  useQuery({
    queryKey: ["units", "search", q, level],
    enabled: q !== "",
    staleTime: fresh,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await api.get(Units, "/units", { query: { q, level, limit: 50 }, signal })).items,
  });

export const useUnitDetail = (code: string | undefined) =>
  useQuery({
    queryKey: ["unit", code, "detail"],
    enabled: code !== undefined,
    staleTime: fresh,
    queryFn: ({ signal }) => api.get(UnitDetail, `/units/${code}`, { signal }),
  });

export const useBoundary = (code: string | undefined) =>
  useQuery({
    queryKey: ["unit", code, "boundary"],
    enabled: code !== undefined,
    staleTime: fresh,
    queryFn: ({ signal }) => api.get(Boundary, `/units/${code}/boundary`, { signal }),
  });

/** The areas of the next level down; the city's are too many and too fine for a small map, so they are asked for only below. */
export const useChildrenBoundaries = (code: string | undefined) =>
  useQuery({
    queryKey: ["unit", code, "children-boundaries"],
    enabled: code !== undefined && !["grid", "microGrid"].includes(levelOf(code)),
    staleTime: fresh,
    queryFn: ({ signal }) => api.get(Boundaries, `/units/${code}/children-boundaries`, { signal }),
  });
