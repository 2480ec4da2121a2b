import {
  Plot,
  PlotList,
  PlotVersions,
  type ChangePlot,
  type DrawPlot,
} from "@gezhi/contract/plots.ts";
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../../../shared/api.ts";

type Asked = { bbox: string };
/** Whoever serves below a town is not told live of the town's own drawings: they come by and by. */
const freshMs = 30_000;

export const usePlots = (
  asked: Asked | undefined,
  filter: { unit?: string | undefined },
  on: boolean,
) =>
  useQuery({
    queryKey: ["plots", asked?.bbox, filter],
    enabled: on && asked !== undefined,
    staleTime: freshMs,
    refetchInterval: 2 * freshMs,
    ...(on ? { placeholderData: keepPreviousData } : {}),
    queryFn: ({ signal }) =>
      api.get(PlotList, "/plots", { query: { bbox: asked?.bbox, ...filter }, signal }),
  });

export const useIncidentPlots = (incident: string) =>
  useQuery({
    queryKey: ["plots", "incident", incident],
    staleTime: freshMs,
    queryFn: ({ signal }) => api.get(PlotList, "/plots", { query: { incident }, signal }),
  });

export const usePlot = (id: string) =>
  useQuery({
    queryKey: ["plot", id],
    queryFn: ({ signal }) => api.get(Plot, `/plots/${id}`, { signal }),
  });

export const usePlotVersions = (id: string, version: number, enabled: boolean) =>
  useQuery({
    queryKey: ["plot", id, "versions", version],
    enabled,
    queryFn: ({ signal }) => api.get(PlotVersions, `/plots/${id}/versions`, { signal }),
  });

function told(client: QueryClient, plot: Plot): void {
  client.setQueryData(["plot", plot.id], plot);
  void client.invalidateQueries({ queryKey: ["plots"] });
}

export function useDrawPlot() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (plot: z.input<typeof DrawPlot>) => api.post(Plot, "/plots", plot),
    onSuccess: (plot) => told(client, plot),
  });
}

export function useChangePlot(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: z.input<typeof ChangePlot>) => api.put(Plot, `/plots/${id}`, change),
    onSuccess: (plot) => told(client, plot),
    onError: () => client.invalidateQueries({ queryKey: ["plot", id] }),
  });
}

export function useRemovePlot(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => api.post(Plot, `/plots/${id}/removal`, { version }),
    onSuccess: (plot) => told(client, plot),
    onError: () => client.invalidateQueries({ queryKey: ["plot", id] }),
  });
}

export function useRestorePlot(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; to: number }) =>
      api.post(Plot, `/plots/${id}/restoration`, body),
    onSuccess: (plot) => told(client, plot),
    onError: () => client.invalidateQueries({ queryKey: ["plot", id] }),
  });
}
