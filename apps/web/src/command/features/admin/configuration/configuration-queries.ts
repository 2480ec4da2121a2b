import {
  type ConfigurationKind,
  ConfigurationVersion,
  type ContentOf,
  Contents,
  type PublishConfiguration,
} from "@gezhi/contract/configuration.ts";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../../../../shared/api.ts";

const contentOf = <K extends ConfigurationKind>(kind: K) =>
  Contents[kind] as unknown as z.ZodType<ContentOf<K>>;

/** The document in force at `unit`: its own, or the nearest one above (`version.unit` says whose). */
export const useConfiguration = <K extends ConfigurationKind>(kind: K, unit: string) =>
  useQuery({
    queryKey: ["configurations", kind, unit],
    queryFn: ({ signal }) =>
      api.get(
        z.object({
          version: ConfigurationVersion,
          /** Newest version of the unit itself; 0 when it has none of its own. */
          baseVersion: z.number().int(),
          content: contentOf(kind),
        }),
        `/configurations/${kind}`,
        { query: { unit }, signal },
      ),
  });
export type InForce<K extends ConfigurationKind> = NonNullable<
  ReturnType<typeof useConfiguration<K>>["data"]
>;

export const useVersions = (kind: ConfigurationKind, unit: string) =>
  useQuery({
    queryKey: ["configurations", kind, unit, "versions"],
    queryFn: ({ signal }) =>
      api.get(
        z.object({ items: z.array(ConfigurationVersion) }),
        `/configurations/${kind}/versions`,
        { query: { unit }, signal },
      ),
    select: ({ items }) => items,
  });

/** One version; what it says never changes. */
export const versionQuery = <K extends ConfigurationKind>(kind: K, unit: string, version: number) =>
  queryOptions({
    queryKey: ["configuration-version", kind, unit, version],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get(
        z.object({ version: ConfigurationVersion, content: contentOf(kind) }),
        `/configurations/${kind}/versions/${version}`,
        { query: { unit }, signal },
      ),
  });

export const useVersion = <K extends ConfigurationKind>(
  kind: K,
  unit: string,
  version: number | undefined,
) => useQuery({ ...versionQuery(kind, unit, version ?? 0), enabled: version !== undefined });

export function usePublish(kind: ConfigurationKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (publication: z.input<typeof PublishConfiguration>) =>
      api.post(ConfigurationVersion, `/configurations/${kind}`, publication, { timeoutMs: 60_000 }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ["configurations", kind] });
      await client.invalidateQueries({ queryKey: ["categories"] });
    },
  });
}
