import type { Place, PlaceGeometry, PlaceKind, SavePlace } from "@gezhi/contract/places.ts";
import type { Position } from "@gezhi/contract/units.ts";
import type { z } from "zod";

export type PlaceValues = {
  code: string;
  kind: PlaceKind;
  name: string;
  tags?: string[];
  shape: "Point" | "LineString";
  position?: Position | null;
  /** One point a line: `106.55 29.56`. */
  path?: string;
  address?: string;
  note?: string;
  contactName?: string;
  contactPhone?: string;
  noContact?: boolean;
  validFrom: string;
  validTo?: string;
};

export function valuesOf(place: Place): PlaceValues {
  const { geometry } = place;
  return {
    code: place.code,
    kind: place.kind,
    name: place.name,
    tags: place.tags,
    shape: geometry.type,
    ...(geometry.type === "Point"
      ? { position: place.position }
      : { path: geometry.coordinates.map((point) => point.join(" ")).join("\n") }),
    address: place.address,
    note: place.note,
    validFrom: place.validFrom,
    ...(place.validTo === null ? {} : { validTo: place.validTo }),
  };
}

/** Undefined when it is no line: two points or more, each longitude and latitude. */
export function lineOf(path: string): PlaceGeometry | undefined {
  const points = path
    .split(/[\n;；]/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => line.split(/[\s,，]+/).map(Number));
  const right = points.every(
    ([lon = 999, lat = 999, ...more]) =>
      more.length === 0 && Math.abs(lon) <= 180 && Math.abs(lat) <= 90,
  );
  if (points.length < 2 || !right) return undefined;
  return {
    type: "LineString",
    coordinates: points.map(([lon = 0, lat = 0]): [number, number] => [lon, lat]),
  };
}

export function bodyOf(values: PlaceValues): z.input<typeof SavePlace> | undefined {
  const { shape, position, path = "", noContact, contactName, contactPhone } = values;
  const geometry: PlaceGeometry | undefined =
    shape === "LineString"
      ? lineOf(path)
      : position
        ? { type: "Point", coordinates: [position.lon, position.lat] }
        : undefined;
  if (!geometry) return undefined;
  return {
    code: values.code,
    kind: values.kind,
    name: values.name,
    tags: values.tags ?? [],
    geometry,
    address: values.address ?? "",
    note: values.note ?? "",
    ...(noContact ? { contactName: "", contactPhone: "" } : {}),
    ...(!noContact && contactName ? { contactName } : {}),
    ...(!noContact && contactPhone ? { contactPhone } : {}),
    validFrom: values.validFrom,
    validTo: values.validTo || null,
  };
}
