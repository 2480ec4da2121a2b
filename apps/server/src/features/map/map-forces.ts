import type { MapBounds, MapForces, UnitGlance } from "@gezhi/contract/map.ts";
import { isWithin, UnitCode, type UnitLevel } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { deviceScope } from "../devices/device-access-rules.ts";
import { countStates } from "../devices/device-queries.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { scopeOf, seesStatistics, type Viewer } from "../identity/viewer.ts";
import { countUnit } from "../incidents/incident-detail-queries.ts";
import { placeName } from "../organisation/post-directory.ts";
import { knowsStaff } from "../organisation/staff-rules.ts";
import { countRoles, countStaff, glanceAtIncidents } from "./map-queries.ts";

/** Of which units the staff stands on the map together. */
const digitsAt = (zoom: number): number => (zoom < 9 ? 6 : zoom < 11 ? 9 : zoom < 14 ? 12 : 17);

/** Units whose staff the viewer knows, widest first. */
function knownGround({ appointments }: Viewer): string[] {
  const ground = appointments.flatMap(({ unit }) => {
    const own = unit.length > 9 ? unit.slice(0, 9) : unit;
    return [own, unit].filter((code) => knowsStaff(appointments, code)).slice(0, 1);
  });
  return [...new Set(ground)].filter(
    (code, _, every) => !every.some((other) => other !== code && isWithin(code, other)),
  );
}

export async function mapForces(
  context: Context,
  viewer: Viewer,
  { bbox, zoom, unit }: { bbox: MapBounds; zoom: number; unit?: string | undefined },
): Promise<MapForces> {
  const all = knownGround(viewer);
  if (all.length === 0) return { items: [], people: 0, onDuty: 0, closed: true };
  const ground = all.flatMap((code) => {
    if (unit === undefined || isWithin(code, unit)) return [code];
    return isWithin(unit, code) ? [unit] : [];
  });
  if (ground.length === 0) return { items: [], people: 0, onDuty: 0 };
  const now = context.now();
  const rows = await countStaff(context.db, ground, digitsAt(zoom), civilDateAt(now), shiftAt(now));
  const items = rows.flatMap(({ unit: code, people, onDuty }) => {
    const place = context.units.find(code);
    if (!place || !holds(bbox, place)) return [];
    const { lon, lat, level } = place;
    return [
      {
        lon,
        lat,
        unit: { code: place.code, name: placeName(context, code), level },
        people,
        onDuty,
      },
    ];
  });
  const sum = (of: "people" | "onDuty") => items.reduce((total, item) => total + item[of], 0);
  return { items, people: sum("people"), onDuty: sum("onDuty") };
}

const holds = ({ west, south, east, north }: MapBounds, at: { lon: number; lat: number }) =>
  at.lon >= west && at.lon <= east && at.lat >= south && at.lat <= north;

/** Whether anything of the unit may lie in the scope: a nought for what is not seen would be a lie. */
const reaches = (parties: readonly string[], code: string): boolean =>
  parties.some((party) => {
    const [unit = ""] = party.split("/");
    return isWithin(code, unit) || isWithin(unit, code);
  });

/** All of the unit where its statistics are open to the viewer, else what the viewer sees of it. */
async function glanceIncidents(
  context: Context,
  viewer: Viewer,
  code: string,
  at: Date,
): Promise<UnitGlance["incidents"]> {
  const scope = scopeOf(viewer);
  if (seesStatistics(viewer, code)) {
    const { open } = await read(context.db, scope, (tx) => countUnit(tx, code, at, at));
    const sum = (rows: typeof open, of: "n" | "overdue") =>
      rows.reduce((total, row) => total + row[of], 0);
    const red = open.filter(({ rank }) => rank === 0);
    return { open: sum(open, "n"), overdue: sum(open, "overdue"), red: sum(red, "n") };
  }
  const parties = scope === "system" ? [] : scope.parties;
  if (!reaches(parties, code)) return null;
  return read(context.db, scope, (tx) => glanceAtIncidents(tx, code, at));
}

const heads: Partial<Record<UnitLevel, readonly string[]>> = {
  village: ["communitySecretary", "gridHead"],
  grid: ["gridHead"],
};

export async function glanceAt(
  context: Context,
  viewer: Viewer,
  code: string,
): Promise<UnitGlance> {
  const unit = context.units.find(code);
  if (!unit) throw notFound("这个单位");
  const at = new Date(context.now());
  const devicesOf = deviceScope(viewer);
  const [incidents, devices, roles] = await Promise.all([
    glanceIncidents(context, viewer, code, at),
    reaches(devicesOf.parties, code)
      ? read(context.db, devicesOf, (tx) => countStates(tx, code, viewer))
      : null,
    knowsStaff(viewer.appointments, code)
      ? countRoles(context.db, code, civilDateAt(at.getTime()))
      : null,
  ]);
  const all = devices?.reduce((total, { count }) => total + count, 0) ?? 0;
  const online = devices?.find(({ state }) => state === "online")?.count ?? 0;
  return {
    unit: {
      code: unit.code,
      name: unit.shortName,
      level: unit.level,
      approximate: unit.approximate,
    },
    path: context.units
      .path(code)
      .map((step) => ({ code: UnitCode.parse(step.code), name: step.name })),
    incidents,
    devices: devices && { all, notOnline: all - online },
    force: roles && forceOf(roles, heads[unit.level] ?? ["gridHead"]),
  };
}

function forceOf(roles: readonly { role: string; people: number }[], leading: readonly string[]) {
  const count = (...of: string[]) =>
    roles.reduce((total, { role, people }) => total + (of.includes(role) ? people : 0), 0);
  const named = [...leading, "gridWorker", "partTimeGridWorker", "gridGuide"];
  return {
    heads: count(...leading),
    workers: count("gridWorker"),
    partTimers: count("partTimeGridWorker"),
    guides: count("gridGuide"),
    others: roles.reduce(
      (total, { role, people }) => total + (named.includes(role) ? 0 : people),
      0,
    ),
  };
}
