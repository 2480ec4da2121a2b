import {
  type CoordinateSystem,
  UnitChangeAnswer,
  UnitImportAnswer,
  type UnitChange,
} from "@gezhi/contract/units.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../../../../shared/api.ts";

const unitKeys = ["units", "unit", "handlers"];

export function useChangeUnit() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: z.input<typeof UnitChange>) =>
      api.post(UnitChangeAnswer, "/unit-changes", change, { timeoutMs: 120_000 }),
    onSuccess: () => {
      for (const key of unitKeys) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export type ImportFiles = {
  csv: File | undefined;
  geojson: File | undefined;
  coordinates: CoordinateSystem;
  dryRun: boolean;
};

export function useImportUnits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ csv, geojson, coordinates, dryRun }: ImportFiles) => {
      const body = new FormData();
      if (csv) body.append("csv", csv, csv.name);
      if (geojson) body.append("geojson", geojson, geojson.name);
      return api.post(UnitImportAnswer, "/units-import", body, {
        query: { dryRun, coordinates },
        timeoutMs: 600_000,
      });
    },
    onSuccess: ({ applied }) => {
      if (applied) for (const key of unitKeys) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
