import type { PlotKind } from "@gezhi/contract/plots.ts";
import type { Badge } from "../map/map-badges.tsx";

/** `line`: how its edge is drawn, so that colour is never the only sign. */
type PlotSign = Badge & { line: "solid" | "dashed" | "dotted"; width: number; fill: number };

export const plotSigns: Record<PlotKind, PlotSign> = {
  commandPost: { colour: "#a8071a", sign: "指", line: "solid", width: 2, fill: 0 },
  meetingPoint: { colour: "#2f7d13", sign: "集", line: "solid", width: 2, fill: 0 },
  post: { colour: "#0958d9", sign: "岗", line: "solid", width: 2, fill: 0 },
  cordon: { colour: "#c8102e", sign: "警", line: "dashed", width: 3, fill: 0.08 },
  dangerArea: { colour: "#ad4e00", sign: "危", line: "solid", width: 2.5, fill: 0.24 },
  taskArea: { colour: "#0958d9", sign: "任", line: "solid", width: 2, fill: 0.1 },
  route: { colour: "#0958d9", sign: "进", line: "solid", width: 4, fill: 0 },
  evacuation: { colour: "#2f7d13", sign: "撤", line: "dashed", width: 4, fill: 0 },
  closedRoad: { colour: "#4b515c", sign: "封", line: "dotted", width: 5, fill: 0 },
  distance: { colour: "#1a1d23", sign: "测", line: "dotted", width: 2.5, fill: 0 },
  mark: { colour: "#722ed1", sign: "注", line: "solid", width: 2, fill: 0.1 },
};
