import { expect, test } from "vitest";
import { layersParam, readView, shownLayers, windowOf, writeView } from "./map-view-rules.ts";

test("a view survives the address; what is none is left out", () => {
  const view = { lon: 106.56789, lat: 29.55123, zoom: 12.25 };
  expect(readView(writeView(view))).toEqual(view);
  for (const text of [undefined, "", "1,2", "500,2,3", "1,88,3", "1,2,30"])
    expect(readView(text)).toBeUndefined();
});

test("the usual layers need no word in the address, none of them do", () => {
  expect(shownLayers({ layers: undefined })).toEqual(["incidents", "alarms"]);
  expect(layersParam(["alarms", "incidents"])).toBeUndefined();
  expect(shownLayers({ layers: layersParam([]) })).toEqual([]);
  expect(shownLayers({ layers: layersParam(["devices"]) })).toEqual(["devices"]);
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
