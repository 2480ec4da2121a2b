import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { useMemo } from "react";
import { useConfiguration } from "../admin/configuration/configuration-queries.ts";

const none: readonly DeviceProfile[] = [];

/** The device types in force at a unit. */
export function useProfiles(unit: string): readonly DeviceProfile[] {
  const { data } = useConfiguration("deviceProfiles", unit.slice(0, 6));
  return useMemo(() => data?.content.profiles ?? none, [data]);
}

export const formatReading = (value: number, unit = ""): string =>
  `${new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 3 }).format(value)} ${unit}`.trim();
