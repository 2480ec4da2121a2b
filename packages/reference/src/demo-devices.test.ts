import { expect, test } from "vitest";
import { deriveDemoDevices } from "./demo-devices.ts";
import { deriveDemoPlaces } from "./demo-places.ts";

const town = "500103001";
const grids = Array.from({ length: 9 }, (_, at) => ({
  code: `${town}00100${at + 1}`,
  lon: 106.5 + at / 100,
  lat: 29.5,
}));

test("a lift and a water pipe of each demo town stand in a house that is on its map", () => {
  const house = deriveDemoPlaces(grids, [town]).find(({ kind }) => kind === "highRise")!;
  const inside = deriveDemoDevices(grids, [town]).filter(({ place }) =>
    place.startsWith(house.name),
  );
  expect(inside.map(({ profile }) => profile)).toEqual(["SE11", "SE31"]);
  for (const { unit, lon, lat } of inside) {
    expect(unit).toBe(house.unit);
    expect({ lon, lat }).toEqual(house.points[0]);
  }
});
