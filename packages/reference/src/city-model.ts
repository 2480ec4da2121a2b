export type Position = [longitude: number, latitude: number];

export interface Polygon {
  type: "Polygon";
  coordinates: Position[][];
}

export interface MultiPolygon {
  type: "MultiPolygon";
  coordinates: Position[][][];
}

/** WGS-84, six decimals; exterior rings counter-clockwise, holes clockwise, rings closed. */
export type Boundary = Polygon | MultiPolygon;

export type UnitLevel = "city" | "district" | "town" | "village" | "grid";

export interface Unit {
  /** Prefix of the codes of everything below: 2, 6, 9, 12 or 15 digits. */
  code: string;
  level: UnitLevel;
  name: string;
  /** 东方广场社区居民委员会 is 东方广场社区; elsewhere the same as `name`. */
  shortName: string;
  parent: string | null;
  /** A point inside the boundary. */
  lon: number;
  lat: number;
  areaKm2: number;
  /** Derived, not surveyed. */
  approximate: boolean;
  boundary: Boundary;
}

export interface City {
  /** In the order of their codes, so every unit stands after its parent. */
  units: Unit[];
}
