import type { MapBase } from "@gezhi/contract/map.ts";
import type { Config } from "../../platform/config.ts";

export const bundledAttribution = [
  "区县界线：Vonng/adcode（CC BY 4.0，原始数据高德），仅供参考，无审图号",
  "水系：© OpenStreetMap 贡献者（ODbL）",
  "河流、城市：Natural Earth",
  "行政区划代码：国家统计局",
];

type BaseSettings = Pick<
  Config,
  | "MAP_BASE_URL"
  | "MAP_BASE_KIND"
  | "MAP_BASE_LABELS_URL"
  | "MAP_BASE_ATTRIBUTION"
  | "MAP_BASE_MAX_ZOOM"
>;

export const baseOf = (config: BaseSettings): MapBase | null =>
  config.MAP_BASE_URL === undefined
    ? null
    : {
        kind: config.MAP_BASE_KIND,
        url: config.MAP_BASE_URL,
        labelsUrl: config.MAP_BASE_LABELS_URL ?? null,
        attribution: config.MAP_BASE_ATTRIBUTION,
        maxZoom: config.MAP_BASE_MAX_ZOOM,
      };
