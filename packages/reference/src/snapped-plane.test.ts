import { expect, test } from "vitest";
import { SnappedPlane } from "./snapped-plane.ts";

const aPlane = () => new SnappedPlane([106, 29], 0.87);

test("a vertex of the neighbour on one's edge becomes one's own", () => {
  const plane = aPlane();
  const [long] = plane.snap([[0, 0, 1000, 300, 0, 600]]);
  const [short] = plane.snap([[0, 0, 500, -300, 490, 147]]);

  const noded = plane.noded(long!);

  expect(noded).toHaveLength(4);
  expect(noded).toContain(short![2]);
});

test("a vertex away from the edge is left alone", () => {
  const plane = aPlane();
  const [ring] = plane.snap([[0, 0, 1000, 300, 0, 600]]);
  plane.snap([[490, 140, 500, -300, 600, 0]]);

  expect(plane.noded(ring!)).toEqual(ring);
});

test("what is thinner than the lattice vanishes", () => {
  const plane = aPlane();
  const [line] = plane.snap([[0, 0, 1000, 0.2, 500, 0.3]]);

  expect(plane.noded(line!)).toEqual([]);
  expect(plane.snap([[0, 0, 0.2, 0.2, 0.1, 0.3]])).toEqual([]);
});

test("a degree of the source comes back as it was", () => {
  const plane = aPlane();
  const [x, y] = plane.toPlane([106.55917, 29.55961]);

  expect(plane.toPosition(x, y)).toEqual([106.55917, 29.55961]);
});
