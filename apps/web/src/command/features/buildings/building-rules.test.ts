import type { Device } from "@gezhi/contract/devices.ts";
import type { MapPoint } from "@gezhi/contract/map.ts";
import type { MapPlace } from "@gezhi/contract/places.ts";
import { expect, test } from "vitest";
import {
  buildingsOf,
  byFloor,
  floorOf,
  floorsOf,
  heightOf,
  nearest,
  partOf,
  squareAround,
} from "./building-rules.ts";

const at = { lon: 106.57, lat: 29.55 };
const unit = "500103001018001";
const house = (name: string, more: object = {}) =>
  ({
    id: `500103-${name}`,
    kind: "highRise",
    name,
    tags: [],
    position: at,
    unit: { code: unit, name: "" },
    ...more,
  }) as unknown as MapPlace;
const device = (place: string, more: object = {}) =>
  ({
    place,
    state: "online",
    worst: null,
    openAlarms: 0,
    position: at,
    unit: { code: unit, name: "" },
    ...more,
  }) as unknown as Device;

test("a house is as high as its tag says, else as a stated number of floors", () => {
  expect(floorsOf(["老旧电梯", "32层"])).toBe(32);
  expect(floorsOf(["高层", "0层", "999层"])).toBeNull();
  expect(heightOf(32)).toBe(96);
  expect(heightOf(null)).toBe(18);
});

test("a house is a closed square of forty metres around its point", () => {
  const ring = squareAround(at);
  expect(ring).toHaveLength(5);
  expect(ring[0]).toEqual(ring[4]);
  const metres = 111_320;
  expect((ring[2]![1] - ring[0]![1]) * metres).toBeCloseTo(40, 3);
  const narrow = Math.cos((at.lat * Math.PI) / 180);
  expect((ring[1]![0] - ring[0]![0]) * metres * narrow).toBeCloseTo(40, 3);
});

test.each([
  ["云栖大厦", ""],
  ["云栖大厦 12 层东侧", "12 层东侧"],
  ["云栖大厦12层", "12层"],
  ["云栖大厦地下一层", "地下一层"],
  ["云栖大厦（配电间）", "（配电间）"],
  ["云栖大厦二期", undefined],
  ["云栖公寓", undefined],
  ["旧云栖大厦", undefined],
])("of the house 云栖大厦, the place %s is the part %s", (place, part) => {
  expect(partOf("云栖大厦", place)).toBe(part);
});

test.each([
  ["12 层东侧", 12],
  ["12楼", 12],
  ["8F", 8],
  ["二楼", 2],
  ["二十三层", 23],
  ["十层", 10],
  ["地下一层", -1],
  ["负2层车库", -2],
  ["B1 车库", -1],
  ["3 号楼配电箱", null],
  ["1 号电梯", null],
  ["", null],
])("%s is on the floor %s", (part, floor) => {
  expect(floorOf(part)).toBe(floor);
});

test("a house looks like the worst of its devices: an open alarm before a state", () => {
  const [tower, flats, empty] = buildingsOf(
    [house("云栖大厦"), house("云栖公寓"), house("素屿公寓")],
    [
      device("云栖大厦 3 层", { state: "offline" }),
      device("云栖大厦 1 层", { worst: "yellow", openAlarms: 2 }),
      device("云栖公寓 1 层", { state: "late" }),
      device("云栖公寓 2 层"),
      device("素屿公寓", { unit: { code: "500103002001001", name: "" }, worst: "red" }),
    ],
  );
  expect(tower).toMatchObject({ look: "yellow", alarms: 2 });
  expect(flats).toMatchObject({ look: "late", alarms: 0 });
  expect(empty).toMatchObject({ look: "none", devices: [] });
});

test("the longest name that fits is meant", () => {
  const [whole, annex] = buildingsOf(
    [house("云栖大厦"), house("云栖大厦 B 座")],
    [device("云栖大厦 B 座 3 层")],
  );
  expect(whole!.devices).toHaveLength(0);
  expect(annex!.devices).toHaveLength(1);
});

test("of an instant that is over the alarms that stood count, and no state of today", () => {
  const alarm = { ...at, worst: "orange" } as unknown as MapPoint;
  const devices = [device("云栖大厦 3 层", { state: "offline", worst: "red", openAlarms: 1 })];
  const then = (points: MapPoint[]) => buildingsOf([house("云栖大厦")], devices, points)[0];
  expect(then([alarm])).toMatchObject({ look: "orange", alarms: 1 });
  expect(then([{ ...alarm, lon: 106.58 }])).toMatchObject({ look: "none", alarms: 0 });
});

test("floors come from the top down, and what names none comes last", () => {
  const storeys = byFloor("云栖大厦", [
    device("云栖大厦"),
    device("云栖大厦地下一层"),
    device("云栖大厦 12 层"),
    device("云栖大厦 12 层西侧"),
  ]);
  expect(storeys.map(({ floor, devices }) => [floor, devices.length])).toEqual([
    [12, 2],
    [-1, 1],
    [null, 1],
  ]);
});

test("only houses are drawn, the nearest to the middle first, and never more than the most", () => {
  const far = house("远", { position: { lon: 106.6, lat: 29.55 } });
  const near = house("近");
  expect(nearest([far, near, house("塘", { kind: "pond" })], at)).toEqual([near, far]);
  expect(
    nearest(
      Array.from({ length: 300 }, (_, n) => house(`${n}`)),
      at,
    ),
  ).toHaveLength(120);
});
