import { expect, test } from "vitest";
import { districtOf, locateReport, type Gazetteer, type StatedPlace } from "./location-rules.ts";

const grid = "500103001017001";
const inCity = { lon: 106.57, lat: 29.55 };
const abroad = { lon: 104.06, lat: 30.67 };
const units: Gazetteer = {
  locate: (lon) => (lon > 106 && lon < 107 ? grid : undefined),
  locateAddress: (text) =>
    text.includes("捍卫路") ? { unit: "500103001017", matched: "捍卫路社区" } : undefined,
  path: (code) =>
    [2, 6, 9, 12, 15]
      .filter((length) => length <= code.length)
      .map((length) => ({ code: code.slice(0, length), name: `〔${length}〕` })),
  currentUnit: (code) => (code.startsWith("5001") || code === "50" ? code : undefined),
};
const place = (more: Partial<StatedPlace> = {}): StatedPlace => ({
  exif: [],
  position: null,
  positionSource: "none",
  address: "",
  text: "",
  unit: null,
  reporterUnit: null,
  city: "50",
  ...more,
});

test.each<[string, Partial<StatedPlace>, { source: string; unit: string; located: boolean }]>([
  [
    "the photo before the device",
    { exif: [inCity], position: { lon: 106.6, lat: 29.6 }, positionSource: "device" },
    { source: "exif", unit: grid, located: true },
  ],
  [
    "the device before the address",
    { position: inCity, positionSource: "device", address: "捍卫路3号" },
    { source: "device", unit: grid, located: true },
  ],
  [
    "a pin",
    { position: inCity, positionSource: "pin" },
    { source: "pin", unit: grid, located: true },
  ],
  [
    "what the client calls the photo's is its device's",
    { position: inCity, positionSource: "exif" },
    { source: "device", unit: grid, located: true },
  ],
  [
    "the address before the stated unit",
    { address: "捍卫路3号", unit: "500103001" },
    { source: "address", unit: "500103001017", located: true },
  ],
  [
    "a place named in the text",
    { text: "捍卫路社区门口积水" },
    { source: "address", unit: "500103001017", located: true },
  ],
  ["the stated unit", { unit: "500103001" }, { source: "unit", unit: "500103001", located: true }],
  [
    "a district alone is not located",
    { unit: "500103" },
    { source: "none", unit: "500103", located: false },
  ],
  [
    "else the reporter's unit keeps it",
    { reporterUnit: "500103001017001" },
    { source: "none", unit: "500103001017001", located: false },
  ],
  ["else the city", {}, { source: "none", unit: "50", located: false }],
  [
    "a photo from elsewhere does not hide the device",
    { exif: [abroad], position: inCity, positionSource: "device" },
    { source: "device", unit: grid, located: true },
  ],
  [
    "outside the city is unknown",
    { position: abroad, positionSource: "device", unit: "500103001" },
    { source: "unit", unit: "500103001", located: true },
  ],
  [
    "an unknown unit counts for nothing",
    { unit: "999999" },
    { source: "none", unit: "50", located: false },
  ],
])("%s", (_, stated, expected) => {
  expect(locateReport(place(stated), units)).toMatchObject(expected);
});

/** Two towns have a 和平社区; 捍卫路 is a road of the first. */
const twins: Gazetteer = {
  ...units,
  locateAddress: (text, within = "") => {
    if (text.includes("和平社区"))
      return within ? { unit: `${within.padEnd(9, "1")}005`, matched: "和平社区" } : undefined;
    if (text.includes("捍卫路"))
      return within.startsWith("500103")
        ? { unit: "500103001017", matched: "捍卫路", presumed: true }
        : undefined;
    if (text.includes("和平"))
      return within ? { unit: "500103001005", matched: "和平" } : undefined;
    if (text.includes("七星岗")) return { unit: "500103001", matched: "七星岗" };
    return text.includes("渝中区") ? { unit: "500103", matched: "渝中区" } : undefined;
  },
};

test.each<[string, Partial<StatedPlace>, { unit: string; located: boolean }]>([
  [
    "of two places of one name the one in the reporter's town",
    { address: "和平社区3号楼", reporterUnit: "500103001" },
    { unit: "500103001005", located: true },
  ],
  [
    "no word of every day in a free text",
    { text: "大家和平解决", reporterUnit: "500103001" },
    { unit: "500103001", located: false },
  ],
  [
    "the stated community rather than the town that the address repeats",
    { address: "七星岗12号", unit: "500103001017" },
    { unit: "500103001017", located: true },
  ],
  [
    "with the district that the address names when nobody else can say",
    { address: "渝中区人民路12号" },
    { unit: "500103", located: false },
  ],
])("what words name is %s", (_, stated, expected) => {
  expect(locateReport(place(stated), twins)).toMatchObject(expected);
});

test("what is only presumed is said to be", () => {
  const { reasons } = locateReport(
    place({ address: "捍卫路3号", reporterUnit: "500103001" }),
    twins,
  );

  expect(reasons).toEqual(["按文字中的“捍卫路”，推定在〔2〕〔6〕〔9〕〔12〕，请核对"]);
});

test("what was not used is said, with why", () => {
  const { reasons, position } = locateReport(
    place({ position: abroad, positionSource: "device" }),
    units,
  );

  expect(position).toBeNull();
  expect(reasons).toEqual([
    "手机定位（104.06000，30.67000）不在本市范围内，未采用",
    "位置不明，暂由〔2〕定位",
  ]);
});

test("a photo taken far from where it is reported is pointed out", () => {
  const { reasons } = locateReport(
    place({ exif: [inCity], position: { lon: 106.9, lat: 29.55 }, positionSource: "device" }),
    units,
  );

  expect(reasons.at(-1)).toBe("照片位置与上报时的位置相距 32 公里，以照片为准");
});

test("a row's district is six digits even for the city itself", () => {
  expect([districtOf("50"), districtOf("500103"), districtOf(grid)]).toEqual([
    "500000",
    "500103",
    "500103",
  ]);
});

test("a stated unit that never was is named among the reasons, and the address counts", () => {
  const location = locateReport(place({ address: "捍卫路3号", unit: "510001001" }), units);

  expect(location).toMatchObject({ source: "address", unit: "500103001017" });
  expect(location.reasons[0]).toBe("所填单位编码 510001001 不存在，未采用");
});
