import type { Position } from "@gezhi/contract/units.ts";
import type { FeatureCollection } from "geojson";

export type MapPoint = {
  id: string;
  position: Position;
  label: string;
  /** `focus` is what the map is about; `red` … `blue` are urgencies; `quiet` is context; the rest are states of a device, told by shape. */
  tone: "focus" | "red" | "orange" | "yellow" | "blue" | "quiet" | "well" | "late" | "gone";
};

export type MapProps = {
  /** Says what is seen, for people who do not see it. */
  label: string;
  center: Position;
  zoom?: number;
  /** A feature's `name` property is drawn at its middle; `strong: true` draws it bolder and fits the map to it at first;
   * `shade` from 0 to 1 fills it, the more the darker. */
  areas?: FeatureCollection;
  /** Drawn above the areas: power lines, routes. */
  lines?: FeatureCollection;
  points?: readonly MapPoint[];
  /** A click on a point; what it opens must also stand in a list, for the keyboard. */
  onPoint?: (id: string) => void;
  /** Where the pin stands; with `onPin` a click moves it. */
  pin?: Position | null;
  onPin?: (position: Position) => void;
  height?: number;
};
