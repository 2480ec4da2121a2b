import type { Place, PlaceGeometry, PlaceKind } from "@gezhi/contract/places.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";

export const kindNames: Record<PlaceKind, string> = {
  school: "学校",
  kindergarten: "幼儿园",
  hospital: "医院",
  elderlyHome: "养老机构",
  shopping: "商业综合体",
  market: "农贸市场",
  station: "车站码头",
  scenicSpot: "景区广场",
  highRise: "高层建筑",
  construction: "建筑工地",
  petrolStation: "加油加气站",
  chemicalSite: "危化品单位",
  geologicalHazard: "地质灾害点",
  reservoir: "水库",
  pond: "山坪塘",
  hydrant: "消火栓",
  powerLine: "高压线",
  shelter: "应急避难场所",
  supplies: "应急物资点",
  otherPlace: "其他场所",
};

const administrators = ["sysAdmin", "districtCentre", "commander", "dutyOfficer"] as const;
const callers = [
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "communitySecretary",
  "gridHead",
  "gridWorker",
] as const;

export const keepsPlaces = (viewer: Viewer, unit?: string): boolean =>
  holdsAny(viewer, administrators, unit);

/** Key places are no secret among staff: of a town whoever serves in it sees all, above it all below. */
export const placeScope = (viewer: Viewer): { parties: string[]; account: string } => ({
  parties: [...new Set(viewer.appointments.map(({ unit }) => ancestorAt(unit, "town") ?? unit))],
  account: viewer.account,
});

export const placeActions = (
  viewer: Viewer,
  place: { unit: string; ended: boolean; contact: boolean },
): Place["actions"] => [
  ...(place.contact && holdsAny(viewer, callers, place.unit) ? (["reveal"] as const) : []),
  ...(keepsPlaces(viewer, place.unit) ? (["edit"] as const) : []),
  ...(keepsPlaces(viewer, place.unit) && !place.ended ? (["end"] as const) : []),
];

/** Where its name stands: of a line the middle one of its points. */
export const pointOf = ({ type, coordinates }: PlaceGeometry): { lon: number; lat: number } => {
  const [lon, lat] =
    type === "Point" ? coordinates : coordinates[Math.floor(coordinates.length / 2)]!;
  return { lon, lat };
};
