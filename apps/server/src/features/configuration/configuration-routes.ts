import {
  Category,
  ConfigurationKind,
  ConfigurationVersion,
  PublishConfiguration,
} from "@gezhi/contract/configuration.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { z } from "zod";
import { answeredFromCache } from "../../platform/http/caching.ts";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { requireRole, viewerOf } from "../identity/session-plugin.ts";
import { publishConfiguration, withdrawConfiguration } from "./configuration-commands.ts";

const tags = ["configuration"];
const KindParams = z.object({ kind: ConfigurationKind });
const At = z.iso.datetime({ offset: true }).optional();
const dateOf = (at: string | undefined): Date | undefined => (at ? new Date(at) : undefined);

const CurrentConfiguration = z.object({
  version: ConfigurationVersion,
  /** The newest version of the unit asked for: what a publication goes from; 0 when it has none of its own. */
  baseVersion: z.number().int(),
  content: z.unknown(),
});

export function registerConfigurationRoutes(app: App, context: Context): void {
  const { configuration } = context;

  app.get(
    "/api/categories",
    {
      schema: {
        tags,
        summary: "The event catalogue in force at a unit (the city when none is named)",
        security: [],
        querystring: z.object({ unit: UnitCode.optional(), at: At }),
        response: {
          200: z.object({
            version: z.number().int(),
            unit: UnitCode,
            items: z.array(Category.extend({ group: z.string() })),
          }),
          304: z.string(),
        },
      },
    },
    async (request, reply) => {
      const { unit = configuration.root(), at } = request.query;
      const found = configuration.current("catalogue", unit, dateOf(at));
      if (answeredFromCache(request, reply, `catalogue-${found.unit}-${found.version}`))
        return reply;
      return {
        version: found.version,
        unit: found.unit,
        items: found.content.categories.map((category) => ({
          ...category,
          group: `${category.level1}·${category.level2}`,
        })),
      };
    },
  );

  app.get(
    "/api/configurations/:kind",
    {
      schema: {
        tags,
        summary: "The document in force at a unit: its own or the nearest one above",
        params: KindParams,
        querystring: z.object({ unit: UnitCode, at: At }),
        response: { 200: CurrentConfiguration, 304: z.string(), 401: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      viewerOf(request);
      const { kind } = request.params;
      const { unit, at } = request.query;
      const found = configuration.current(kind, unit, dateOf(at));
      const baseVersion = configuration.versions(kind, unit).at(-1)?.version ?? 0;
      const version = versionOf(context, kind, found.unit, found.version);
      const tag = `${kind}-${found.unit}-${found.version}-${baseVersion}-${version.validTo ?? ""}`;
      if (answeredFromCache(request, reply, tag, "private")) return reply;
      return { version, baseVersion, content: found.content };
    },
  );

  app.get(
    "/api/configurations/:kind/versions",
    {
      schema: {
        tags,
        summary:
          "The unit's own versions, newest first; one whose end equals its start was withdrawn",
        params: KindParams,
        querystring: z.object({ unit: UnitCode }),
        response: { 200: z.object({ items: z.array(ConfigurationVersion) }), 401: Problem },
      },
    },
    async (request) => {
      viewerOf(request);
      return {
        items: configuration.versions(request.params.kind, request.query.unit).toReversed(),
      };
    },
  );

  app.get(
    "/api/configurations/:kind/versions/:version",
    {
      schema: {
        tags,
        summary: "One version, in force or not",
        params: KindParams.extend({ version: z.coerce.number().int().positive() }),
        querystring: z.object({ unit: UnitCode }),
        response: {
          200: z.object({ version: ConfigurationVersion, content: z.unknown() }),
          401: Problem,
          404: Problem,
        },
      },
    },
    async (request) => {
      viewerOf(request);
      const { kind, version } = request.params;
      const { unit } = request.query;
      const found = configuration.version(kind, unit, version);
      if (!found) throw notFound("这个版本");
      return { version: versionOf(context, kind, unit, version), content: found.content };
    },
  );

  app.post(
    "/api/configurations/:kind",
    {
      bodyLimit: 4 << 20,
      schema: {
        tags,
        summary: "Publish a new version, at once or dated ahead",
        params: KindParams,
        body: PublishConfiguration,
        response: {
          200: ConfigurationVersion,
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request) => {
      const viewer = requireRole(request, "sysAdmin");
      return publishConfiguration(context, viewer, request.params.kind, request.body);
    },
  );

  app.post(
    "/api/configurations/:kind/withdrawals",
    {
      schema: {
        tags,
        summary:
          "End the unit's own document, at once or on a date: it follows the unit above again",
        params: KindParams,
        body: PublishConfiguration.omit({ content: true }),
        response: {
          200: ConfigurationVersion,
          400: Problem,
          401: Problem,
          403: Problem,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request) => {
      const viewer = requireRole(request, "sysAdmin");
      return withdrawConfiguration(context, viewer, request.params.kind, request.body);
    },
  );
}

function versionOf(
  { configuration }: Context,
  kind: ConfigurationKind,
  unit: string,
  version: number,
): ConfigurationVersion {
  const found = configuration.versions(kind, unit).find((one) => one.version === version);
  if (!found) throw notFound("这个版本");
  return found;
}
