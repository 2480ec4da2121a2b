import { expect, test } from "vitest";
import type { Position } from "./city-model.ts";
import { dissolve, toBoundary } from "./dissolve.ts";

/** Vertex 10·column + row stands at (column, row). */
const positionOf = (vertex: number): Position => [Math.floor(vertex / 10), vertex % 10];
const square = (column: number, row: number) => {
  const corner = 10 * column + row;
  return [corner, corner + 10, corner + 11, corner + 1];
};
const outline = (...squares: number[][]) => toBoundary(dissolve(squares, positionOf), positionOf);

test("two squares side by side become one ring", () => {
  expect(outline(square(0, 0), square(1, 0))).toEqual({
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 1],
        [1, 1],
        [0, 1],
        [0, 0],
      ],
    ],
  });
});

test("eight squares round an empty ninth have a hole", () => {
  const around = [0, 1, 2].flatMap((column) =>
    [0, 1, 2].filter((row) => column !== 1 || row !== 1).map((row) => square(column, row)),
  );

  const boundary = outline(...around);

  expect(boundary.type).toBe("Polygon");
  expect(boundary.coordinates.map((ring) => ring.length)).toEqual([13, 5]);
});

test("squares that touch in a corner stay two pieces", () => {
  const boundary = outline(square(0, 0), square(1, 1));

  expect(boundary.type).toBe("MultiPolygon");
  expect(boundary.coordinates).toHaveLength(2);
});

test("the largest piece comes first", () => {
  const boundary = outline(square(0, 0), square(4, 4), square(5, 4));

  expect(boundary.coordinates[0]?.[0]).toHaveLength(7);
});

test("areas that overlap are refused", () => {
  expect(() => outline(square(0, 0), square(0, 0))).toThrow("overlap at 0 0");
});
