import { expect, test } from "vitest";
import {
  boundsAround,
  layersParam,
  readView,
  shownLayers,
  viewOver,
  windowOf,
  writeView,
} from "./map-view-rules.ts";

test("a view survives the address; what is none is left out", () => {
  const view = { lon: 106.56789, lat: 29.55123, zoom: 12.25 };
  expect(readView(writeView(view))).toEqual(view);
  for (const text of [undefined, "", "1,2", "500,2,3", "1,88,3", "1,2,30"])
    expect(readView(text)).toBeUndefined();
});

test("the usual layers need no word in the address, none of them do", () => {
  const usual = ["incidents", "alarms"] as const;
  expect(shownLayers({ layers: undefined }, usual)).toEqual(usual);
  expect(layersParam(["alarms", "incidents"], usual)).toBeUndefined();
  expect(shownLayers({ layers: layersParam([], usual) }, usual)).toEqual([]);
  expect(shownLayers({ layers: layersParam(["devices"], usual) }, usual)).toEqual(["devices"]);
});

test("a small move asks for nothing new, and the window holds what is seen", () => {
  const seen = { west: 106.41, south: 29.41, east: 106.61, north: 29.61 };
  const moved = { west: 106.411, south: 29.411, east: 106.611, north: 29.611 };
  expect(windowOf(moved, 11.6)).toEqual(windowOf(seen, 11.2));
  const [west = 0, south = 0, east = 0, north = 0] = windowOf(seen, 11.2)
    .bbox.split(",")
    .map(Number);
  expect(west <= seen.west && south <= seen.south && east >= seen.east && north >= seen.north).toBe(
    true,
  );
});

test("an area fills the window, whatever its shape", () => {
  const city = { west: 105.28, south: 28.16, east: 110.2, north: 32.21 };
  const wide = viewOver(city, { width: 1200, height: 800 });
  const narrow = viewOver(city, { width: 600, height: 800 });
  expect(wide.zoom).toBeGreaterThan(6);
  expect(wide.zoom).toBeLessThan(8);
  expect(narrow.zoom).toBeLessThan(wide.zoom);
  expect(wide.lon).toBeCloseTo(107.74);
});

test("what a view shows holds the area it was made for", () => {
  const size = { width: 1200, height: 850 };
  for (const area of [
    { west: 105.3, south: 28.2, east: 110.2, north: 32.2 },
    { west: 106.55, south: 29.55, east: 106.58, north: 29.57 },
  ]) {
    const shown = boundsAround(viewOver(area, size), size);
    expect(shown.west).toBeLessThan(area.west);
    expect(shown.east).toBeGreaterThan(area.east);
    expect(shown.south).toBeLessThan(area.south);
    expect(shown.north).toBeGreaterThan(area.north);
  }
});
