import type { PriorityObject } from "./configuration.ts";

/** R77: what a city starts with, and what holds where limits from before say nothing of priority objects. */
export const usualPriority: PriorityObject[] = [
  {
    name: "重点场所",
    kinds: ["school", "kindergarten", "hospital", "elderlyHome"],
    tags: [],
    metres: 100,
    points: 1,
    highest: "yellow",
  },
  {
    name: "人员密集场所",
    kinds: ["shopping", "market", "station", "scenicSpot"],
    tags: [],
    metres: 50,
    points: 1,
    highest: "yellow",
  },
  {
    name: "易燃易爆单位",
    kinds: ["petrolStation", "chemicalSite"],
    tags: ["易燃"],
    categories: ["09", "1002"],
    metres: 200,
    points: 1,
    highest: "orange",
  },
  {
    name: "林区旁",
    kinds: [],
    tags: ["林区旁"],
    categories: ["09", "1103"],
    metres: 200,
    points: 1,
    highest: "orange",
  },
  {
    name: "地质灾害点",
    kinds: ["geologicalHazard"],
    tags: [],
    categories: ["1102"],
    metres: 200,
    points: 1,
    highest: "orange",
  },
];
