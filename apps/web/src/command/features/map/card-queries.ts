import { AlarmPage } from "@gezhi/contract/alarms.ts";
import { DeviceDetail } from "@gezhi/contract/devices.ts";
import { Force } from "@gezhi/contract/organisation.ts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

/** Open alarms of an incident or a device; whoever may see none simply has none. */
export const useCardAlarms = (of: { incident: string } | { device: string }) =>
  useQuery({
    queryKey: ["alarms", "card", of],
    retry: false,
    queryFn: ({ signal }) => api.get(AlarmPage, "/alarms", { query: { ...of, limit: 10 }, signal }),
  }).data?.items ?? [];

export const useCardDevice = (id: string) =>
  useQuery({
    queryKey: ["device", id],
    queryFn: ({ signal }) => api.get(DeviceDetail, `/devices/${id}`, { signal }),
  });

export const useCardForce = (unit: string, enabled: boolean) =>
  useQuery({
    queryKey: ["handlers", "force", unit],
    enabled,
    retry: false,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get(Force, `/units/${unit}/force`, { signal }),
  });
