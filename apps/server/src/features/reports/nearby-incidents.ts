import { FileId, incidentId } from "@gezhi/contract/ids.ts";
import type { NearbyIncident } from "@gezhi/contract/reports.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { groupPrefixes } from "../correlation/correlation-rules.ts";
import { boxAround, distanceM } from "../correlation/geometry-rules.ts";
import { fileUrls } from "../files/file-presentation.ts";
import { seesFully, type Viewer } from "../identity/viewer.ts";
import { districtsOf } from "./place-directory.ts";
import { isPublicCategory } from "./public-category-rules.ts";
import { findNearby } from "./public-incident-queries.ts";
import { publicStatus } from "./public-status-rules.ts";

const reachM = 200;
const mostShown = 10;

/**
 * "Already reported: follow it instead". Category, state and distance, nothing that was written; photos may show
 * people, so only staff who see the incident unmasked see the small one.
 */
export async function nearbyIncidents(
  context: Context,
  viewer: Viewer | undefined,
  { category, ...place }: Position & { category?: string | undefined },
): Promise<NearbyIncident[]> {
  const { configuration, units } = context;
  const unit = units.locate(place.lon, place.lat);
  if (!unit) return [];
  const wanted = category ? groupPrefixes(category) : [""];
  const categories = configuration
    .current("catalogue", unit)
    .content.categories.map(({ code }) => code)
    .filter((code) => isPublicCategory(code) && wanted.some((prefix) => code.startsWith(prefix)));
  const near = await read(context.db, "system", (tx) =>
    findNearby(tx, districtsOf(context), categories, boxAround(place, reachM)),
  );
  return near
    .map((row) => ({ row, metres: distanceM(place, row) }))
    .filter(({ metres }) => metres <= reachM)
    .toSorted((a, b) => a.metres - b.metres)
    .slice(0, mostShown)
    .map(({ row, metres }) => {
      const mine = viewer !== undefined && seesFully(viewer, row.party_units, row.unit);
      const photo =
        mine && row.thumbnail
          ? fileUrls(context, FileId.parse(row.thumbnail), true).thumbnail
          : null;
      return {
        id: incidentId(row),
        categoryName: configuration.category(row.category, unit)?.name ?? row.category,
        statusText: publicStatus(row.status),
        distanceM: Math.round(metres),
        openedAt: row.opened_at.toISOString(),
        thumbnail: photo,
        reports: row.report_count,
      };
    });
}
