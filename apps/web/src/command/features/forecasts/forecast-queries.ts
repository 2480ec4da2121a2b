import { DeviceForecasts, UnitForecasts } from "@gezhi/contract/forecasts.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, isProblem } from "../../../shared/api.ts";

const againMs = 300_000;

/** Who may not see the readings is not asked for them again. */
export const useDeviceForecasts = (device: string) =>
  useQuery<DeviceForecasts>({
    queryKey: ["device", device, "forecasts"],
    refetchInterval: ({ state }) =>
      isProblem(state.error) && state.error.status === 403 ? false : againMs,
    queryFn: ({ signal }) => api.get(DeviceForecasts, `/devices/${device}/forecasts`, { signal }),
  });

export const useUnitForecasts = (unit: string | undefined) =>
  useQuery({
    queryKey: ["forecasts", unit ?? ""],
    enabled: unit !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
    queryFn: ({ signal }) => api.get(UnitForecasts, "/forecasts", { query: { unit }, signal }),
  });
