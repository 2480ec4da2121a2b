import type { PlaceKind } from "@gezhi/contract/places.ts";
import type { Badge } from "../map/map-badges.tsx";

const water = "#0b7285";
const power = "#722ed1";
const danger = "#ad4e00";
const help = "#2f7d13";
const people = "#4b515c";

export const placeBadges: Record<PlaceKind, Badge> = {
  hydrant: { colour: water, sign: "栓" },
  pond: { colour: water, sign: "塘" },
  reservoir: { colour: water, sign: "库" },
  powerLine: { colour: power, sign: "电" },
  petrolStation: { colour: danger, sign: "油" },
  chemicalSite: { colour: danger, sign: "危" },
  geologicalHazard: { colour: danger, sign: "灾" },
  construction: { colour: danger, sign: "工" },
  hospital: { colour: help, sign: "医" },
  shelter: { colour: help, sign: "避" },
  supplies: { colour: help, sign: "物" },
  school: { colour: people, sign: "校" },
  kindergarten: { colour: people, sign: "幼" },
  elderlyHome: { colour: people, sign: "养" },
  shopping: { colour: people, sign: "商" },
  market: { colour: people, sign: "市" },
  station: { colour: people, sign: "站" },
  scenicSpot: { colour: people, sign: "景" },
  highRise: { colour: people, sign: "高" },
  otherPlace: { colour: people, sign: "他" },
};
/** In the order in which a commander asks for them. */
export const placeKinds = Object.keys(placeBadges) as PlaceKind[];
