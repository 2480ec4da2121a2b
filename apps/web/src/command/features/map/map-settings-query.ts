import { MapSettings } from "@gezhi/contract/map.ts";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../shared/api.ts";

export const mapSettingsQuery = queryOptions({
  queryKey: ["units", "map-settings"],
  staleTime: 600_000,
  queryFn: ({ signal }) => api.get(MapSettings, "/map/settings", { signal, timeoutMs: 60_000 }),
});
