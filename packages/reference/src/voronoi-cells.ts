import { Delaunay } from "d3-delaunay";
import { type Region, centroidOf, clipToHalfPlane, regionContains } from "./half-plane.ts";

export interface Site {
  x: number;
  y: number;
}

/** The region's Voronoi cells, one per site; together they are the region, piece by piece. */
export function voronoiCells(region: Region, sites: readonly Site[]): Region[] {
  const neighboursOf = neighbourLookup(sites);
  return sites.map((site, index) => {
    const neighbours = neighboursOf(index);
    neighbours.sort((left, right) => distanceSquared(site, left) - distanceSquared(site, right));
    let cell = region;
    for (const other of neighbours) {
      const a = other.x - site.x;
      const b = other.y - site.y;
      const c = (a * (other.x + site.x) + b * (other.y + site.y)) / 2;
      cell = clipToHalfPlane(cell, a, b, c);
    }
    return cell;
  });
}

const fewSites = 10;

/** Of a few sites, all others count as neighbours: cheaper than a triangulation. */
function neighbourLookup(sites: readonly Site[]): (index: number) => Site[] {
  if (sites.length <= fewSites) return (index) => sites.filter((_, other) => other !== index);
  const delaunay = Delaunay.from(
    sites,
    ({ x }) => x,
    ({ y }) => y,
  );
  return (index) => Array.from(delaunay.neighbors(index), (other) => sites[other]!);
}

export const distanceSquared = (left: Site, right: Site): number =>
  (left.x - right.x) ** 2 + (left.y - right.y) ** 2;

const candidatesPerSite = 10;
const relaxations = 3;

/**
 * Fills the region up to `count` sites: `fixed` ones stay where they are, each new one is the
 * loneliest of some random candidates, then Lloyd steps even out the new ones.
 */
export function spreadSites(
  region: Region,
  count: number,
  fixed: readonly Site[],
  random: () => number,
): Site[] {
  const sites = [...fixed];
  const draw = pointSampler(region, random);
  while (sites.length < count) {
    let best = draw();
    let bestDistance = -1;
    for (let attempt = 0; attempt < candidatesPerSite; attempt++) {
      const candidate = attempt === 0 ? best : draw();
      let nearest = Number.POSITIVE_INFINITY;
      for (const site of sites) nearest = Math.min(nearest, distanceSquared(site, candidate));
      if (nearest <= bestDistance) continue;
      best = candidate;
      bestDistance = nearest;
    }
    sites.push(best);
  }
  for (let step = 0; step < relaxations && fixed.length < count; step++) {
    voronoiCells(region, sites).forEach((cell, index) => {
      if (index < fixed.length) return;
      const { x, y } = centroidOf(cell);
      if (regionContains(cell, x, y)) sites[index] = { x, y };
    });
  }
  return sites;
}

function pointSampler(region: Region, random: () => number): () => Site {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of region)
    for (let index = 0; index < ring.length; index += 2) {
      minX = Math.min(minX, ring[index]!);
      maxX = Math.max(maxX, ring[index]!);
      minY = Math.min(minY, ring[index + 1]!);
      maxY = Math.max(maxY, ring[index + 1]!);
    }
  const attempts = 100_000;
  return () => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const x = minX + random() * (maxX - minX);
      const y = minY + random() * (maxY - minY);
      if (regionContains(region, x, y)) return { x, y };
    }
    throw new Error("The region is too thin to hold a point.");
  };
}
