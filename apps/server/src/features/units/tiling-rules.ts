import { gently } from "../../platform/gently.ts";
import {
  areaContains,
  boxOf,
  type CleanArea,
  commonSquareMetres,
  squareMetres,
} from "./area-rules.ts";

export type Tile = { code: string; name: string; area: CleanArea };
export type TilingFault = { code: string; message: string };

/** Surveys of two neighbours never agree to the metre: this share of an area, or so many square metres, is no fault. */
const share = 0.001;
const leastSquareMetres = 100;
const tolerance = (size: number): number => Math.max(leastSquareMetres, size * share);

const inWords = (size: number): string =>
  size >= 1e6 ? `${(size / 1e6).toFixed(2)} 平方公里` : `${Math.round(size)} 平方米`;

/** The areas of the children fill that of the parent: nothing outside, nothing twice, nothing left over. */
export async function tilingFaults(
  parent: Tile,
  children: readonly Tile[],
): Promise<TilingFault[]> {
  const faults: TilingFault[] = [];
  const sizes = children.map(({ area }) => squareMetres(area));
  const boxes = children.map(({ area }) => boxOf(area));
  let covered = 0;
  for await (const [index, child] of gently(children.entries())) {
    const inside = commonSquareMetres(child.area, parent.area);
    const outside = sizes[index]! - inside;
    covered += inside;
    if (outside > tolerance(sizes[index]!))
      faults.push({
        code: child.code,
        message: `${child.name} 有 ${inWords(outside)} 在上级 ${parent.name} 之外`,
      });
  }
  for await (const one of gently(children.keys()))
    for (let other = one + 1; other < children.length; other += 1) {
      const [west, south, east, north] = boxes[one]!;
      const box = boxes[other]!;
      if (box[0] >= east || box[2] <= west || box[1] >= north || box[3] <= south) continue;
      const common = commonSquareMetres(children[one]!.area, children[other]!.area);
      covered -= common;
      if (common > tolerance(Math.min(sizes[one]!, sizes[other]!)))
        faults.push({
          code: children[other]!.code,
          message: `${children[other]!.name} 与 ${children[one]!.code} ${children[one]!.name} 重叠 ${inWords(common)}`,
        });
    }
  const whole = squareMetres(parent.area);
  const gap = whole - covered;
  if (children.length > 0 && gap > tolerance(whole)) {
    const at = pointLeftOver(parent.area, children);
    faults.push({
      code: parent.code,
      message: `${parent.name} 的下级区域没有铺满，空缺 ${inWords(gap)}${at ? `，在 ${at} 附近` : ""}`,
    });
  }
  return faults;
}

const steps = 60;

function pointLeftOver(area: CleanArea, children: readonly Tile[]): string | undefined {
  const [west, south, east, north] = boxOf(area);
  for (let row = 0.5; row < steps; row += 1)
    for (let column = 0.5; column < steps; column += 1) {
      const lon = west + ((east - west) * column) / steps;
      const lat = south + ((north - south) * row) / steps;
      if (!areaContains(area, lon, lat)) continue;
      if (children.every((child) => !areaContains(child.area, lon, lat)))
        return `${lon.toFixed(6)},${lat.toFixed(6)}`;
    }
  return undefined;
}
