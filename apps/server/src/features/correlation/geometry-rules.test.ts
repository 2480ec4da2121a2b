import fc from "fast-check";
import { latLngToCell } from "h3-js";
import { expect, test } from "vitest";
import { boxAround, cellsWithin, distanceM } from "./geometry-rules.ts";

const place = fc.record({
  lon: fc.double({ min: 105, max: 110.2, noNaN: true }),
  lat: fc.double({ min: 28, max: 32.3, noNaN: true }),
});
const direction = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

function stepFrom({ lon, lat }: { lon: number; lat: number }, angle: number, metres: number) {
  const north = (Math.sin(angle) * metres) / 111_320;
  const east = (Math.cos(angle) * metres) / (111_320 * Math.cos((lat * Math.PI) / 180));
  return { lon: lon + east, lat: lat + north };
}

test.each([60, 100, 250, 700])(
  "two positions within %i m always share a cell, also across borders",
  (metres) => {
    fc.assert(
      fc.property(
        place,
        direction,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (a, angle, share) => {
          const b = stepFrom(a, angle, metres * share);
          const cells = new Set(cellsWithin(a, metres));
          expect(cells.has(latLngToCell(b.lat, b.lon, 9))).toBe(true);
          expect(cellsWithin(b, metres).some((cell) => cells.has(cell))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  },
);

test("few cells are locked for the usual distance", () => {
  fc.assert(
    fc.property(place, (a) => {
      expect(cellsWithin(a, 100).length).toBeLessThanOrEqual(4);
    }),
  );
});

test("the box holds everything within the distance", () => {
  fc.assert(
    fc.property(place, direction, (a, angle) => {
      const b = stepFrom(a, angle, 99);
      const { west, east, south, north } = boxAround(a, 100);
      expect(b.lon >= west && b.lon <= east && b.lat >= south && b.lat <= north).toBe(true);
      expect(distanceM(a, b)).toBeCloseTo(99, 0);
    }),
  );
});
