import {
  Device,
  DeviceCredentials,
  DeviceDetail,
  DeviceImportResult,
  DevicePage,
  ReadingSeries,
  type DeviceState,
  type SaveDevice,
} from "@gezhi/contract/devices.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import type { ImportAsked } from "../../../shared/ui/ImportDialog.tsx";
import { api, isProblem } from "../../../shared/api.ts";

export type DeviceFilter = {
  unit?: string | undefined;
  profile?: string | undefined;
  state?: DeviceState | undefined;
  q?: string | undefined;
};

export const useDevicePages = (filter: DeviceFilter) =>
  useInfiniteQuery({
    queryKey: ["devices", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(DevicePage, "/devices", {
        query: { ...filter, limit: 100, after: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const useDeviceStates = (unit: string) =>
  useQuery({
    queryKey: ["device-states", unit],
    staleTime: 15_000,
    refetchInterval: 30_000,
    queryFn: ({ signal }) =>
      api.get(z.record(z.string(), z.number().int()), "/devices/states", {
        query: { unit },
        signal,
      }),
  });

export const useDevice = (id: string) =>
  useQuery({
    queryKey: ["device", id],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get(DeviceDetail, `/devices/${id}`, { signal }),
  });

export const ranges = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;
export type Range = keyof typeof ranges;

export const useReadings = (
  id: string,
  metric: string | undefined,
  range: Range,
  now: () => number,
) =>
  useQuery<ReadingSeries & { from: string; to: string }>({
    queryKey: ["device", id, "readings", metric, range],
    enabled: metric !== undefined,
    // Whoever may not see them is told once.
    refetchInterval: ({ state }) =>
      isProblem(state.error) && state.error.status === 403
        ? false
        : range === "day"
          ? 15_000
          : 300_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const end = now();
      const from = new Date(end - ranges[range]).toISOString();
      const to = new Date(end).toISOString();
      const query = { metric, from, to };
      return {
        from,
        to,
        ...(await api.get(ReadingSeries, `/devices/${id}/readings`, { query, signal })),
      };
    },
  });

const Created = z.object({ device: DeviceDetail, credentials: DeviceCredentials });
type Saved = z.input<typeof SaveDevice>;

export function useSaveDevice(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (device: Saved) =>
      id === undefined
        ? api.post(Created, "/devices", device)
        : { device: await api.put(DeviceDetail, `/devices/${id}`, device), credentials: undefined },
    onSuccess: ({ device }) => {
      client.setQueryData(["device", device.id], device);
      for (const key of ["devices", "device-states"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export type DeviceAct =
  | { act: "retire"; reason: string }
  | { act: "maintain"; reason: string; until: string }
  | { act: "endMaintenance" };

export function useDeviceAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: DeviceAct) => {
      if (asked.act === "retire")
        return api.post(Device, `/devices/${id}/retirement`, { reason: asked.reason });
      if (asked.act === "endMaintenance") return api.delete(Device, `/devices/${id}/maintenance`);
      const { until, reason } = asked;
      return api.put(Device, `/devices/${id}/maintenance`, { until, reason });
    },
    onSettled: () => {
      for (const key of ["device", "devices", "device-states"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export const useRenewPassword = (id: string) =>
  useMutation({
    mutationFn: () => api.post(DeviceCredentials, `/devices/${id}/password-reset`, {}),
  });

const Person = z.object({
  personName: z.string().optional(),
  personAge: z.number().optional(),
  familyName: z.string().optional(),
  familyPhone: z.string().optional(),
});
export const useRevealPerson = (id: string) =>
  useMutation({
    mutationFn: (reason: string) => api.post(Person, `/devices/${id}/reveal`, { reason }),
  });

const Whereabouts = Device.pick({ position: true, address: true, place: true });
export const useRevealPlace = (id: string) =>
  useMutation({
    mutationFn: (reason: string) =>
      api.post(Whereabouts, `/devices/${id}/place-reveals`, { reason }),
    gcTime: 0,
  });

export function useImportDevices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, dryRun, coordinates }: ImportAsked) =>
      api.upload(DeviceImportResult, "/devices/import", file, file.name, {
        query: { dryRun: String(dryRun), coordinates },
      }),
    onSuccess: ({ dryRun }) => {
      if (dryRun) return;
      for (const key of ["devices", "device-states"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
