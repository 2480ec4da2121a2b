import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { filledIn } from "../form-values.ts";

/** SenML names stand as a list in the form: keys of an object cannot be typed. */
export type MappingValues = {
  format: DeviceProfile["mapping"]["format"];
  names?: { name?: string; metric?: string }[];
  metrics?: { metric?: string; path?: string; scale?: number | null; offset?: number | null }[];
  at?: { path?: string; unit?: string };
  battery?: string;
};

export const toForm = (profile: DeviceProfile): Record<string, unknown> => ({
  ...profile,
  mapping:
    profile.mapping.format === "senml"
      ? {
          format: "senml",
          names: Object.entries(profile.mapping.names).map(([name, metric]) => ({ name, metric })),
        }
      : profile.mapping,
});

/** As the document wants it, still unchecked. */
export function fromForm(values: Record<string, unknown>): unknown {
  const mapping = values["mapping"] as MappingValues | undefined;
  const filled = filledIn({ ...values, mapping }) as Record<string, unknown>;
  return { english: "", ...filled, mapping: mappingOf(mapping) };
}

function mappingOf(mapping: MappingValues | undefined): unknown {
  if (mapping?.format === "senml")
    return {
      format: "senml",
      names: Object.fromEntries(
        (mapping.names ?? []).flatMap(({ name, metric }) =>
          name && metric ? [[name, metric]] : [],
        ),
      ),
    };
  if (mapping?.format === "paths") {
    const { at, battery, metrics } = mapping;
    return filledIn({
      format: "paths",
      metrics,
      battery,
      ...(at?.path ? { at: { path: at.path, unit: at.unit ?? "iso" } } : {}),
    });
  }
  return { format: "plain" };
}
