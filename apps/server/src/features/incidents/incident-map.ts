import type { IncidentMap } from "@gezhi/contract/incident-answers.ts";
import { incidentId, keyOf, reportId, type IncidentId } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findBoundary, findOpenAround, findReports } from "./incident-detail-queries.ts";
import { isMasked } from "./incident-presentation.ts";
import { findIncident } from "./incident-queries.ts";

/** About one kilometre each way; a degree of longitude is shorter by the cosine of the latitude. */
const aroundM = 1_000;
const metresPerDegree = 111_320;

/** What lies around an incident: its grid and town, other open incidents, where its reports came from. */
export const mapOfIncident = (
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<IncidentMap> =>
  read(context.db, scopeOf(viewer), async (tx) => {
    const row = await findIncident(tx, keyOf(id));
    if (!row) throw notFound("事件");
    const { lon, lat, unit, town } = row;
    const middle = context.units.find(unit);
    const center =
      lon !== null && lat !== null
        ? { lon, lat }
        : middle
          ? { lon: middle.lon, lat: middle.lat }
          : null;
    const area = async (code: string | null | undefined) => {
      const geometry = code ? await findBoundary(tx, code) : undefined;
      if (!code || !geometry) return null;
      return {
        type: "Feature" as const,
        properties: { code, name: context.units.name(code) },
        geometry: { ...geometry },
      };
    };
    const halfHeight = aroundM / metresPerDegree;
    const nearby =
      center && town
        ? await findOpenAround(
            tx,
            town,
            {
              ...center,
              halfHeight,
              halfWidth: halfHeight / Math.cos((center.lat * Math.PI) / 180),
            },
            row.id,
          )
        : [];
    const reports = isMasked(viewer, row) ? [] : await findReports(tx, row);
    return {
      center,
      grid: await area(ancestorAt(unit, "grid")),
      town: await area(town),
      nearby: nearby
        .flatMap((one) => {
          if (!center || one.lon === null || one.lat === null) return [];
          const position = { lon: one.lon, lat: one.lat };
          return [
            {
              id: incidentId(one),
              number: one.number,
              title: one.title,
              urgency: one.urgency as Urgency,
              position,
              distanceM: Math.round(distanceM(center, position)),
            },
          ];
        })
        .toSorted((a, b) => a.distanceM - b.distanceM),
      reports: reports.flatMap((one) =>
        one.lon === null || one.lat === null
          ? []
          : [{ id: reportId(one), position: { lon: one.lon, lat: one.lat } }],
      ),
    };
  });
