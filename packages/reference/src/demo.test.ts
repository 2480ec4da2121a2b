import { createHash } from "node:crypto";
import { DemoAccount as DemoAccountView } from "@gezhi/contract/identity.ts";
import { expect, test } from "vitest";
import { deriveCity } from "./city.ts";
import { demoAccounts, demoUnits, deriveDemoStaff } from "./demo.ts";
import { inventedName, inventedPhone } from "./demo-names.ts";
import { departments, posts } from "./load-reference.ts";

const city = deriveCity();
const { people, appointments } = deriveDemoStaff(city);
const unitByCode = new Map(city.units.map((unit) => [unit.code, unit]));
const inDemoTown = (code: string) => demoUnits.includes(code.slice(0, 9));
const grids = city.units.filter(({ level, code }) => level === "grid" && inDemoTown(code));
const villages = city.units.filter(({ level, code }) => level === "village" && inDemoTown(code));

const holdersOf = (unit: string, role: string) =>
  appointments.filter((one) => one.unit === unit && one.role === role);
const countsByUnit = (role: string) => {
  const counts = new Map<string, number>();
  for (const one of appointments)
    if (one.role === role) counts.set(one.unit, (counts.get(one.unit) ?? 0) + 1);
  return counts;
};

test("the demo covers eleven streets of 渝中区, seven towns of 南岸区 and six more towns", () => {
  const names = demoUnits.map((code) => unitByCode.get(code)?.name);

  expect(new Set(names.slice(0, 11))).toEqual(
    new Set(city.units.filter(({ parent }) => parent === "500103").map(({ name }) => name)),
  );
  expect(names.slice(11, 18)).toContain("涂山镇");
  expect(new Set(demoUnits.slice(11, 18).map((code) => code.slice(0, 6)))).toEqual(
    new Set(["500108"]),
  );
  expect(names.slice(18)).toEqual([
    "大兴镇",
    "崇义街道",
    "先锋镇",
    "通惠街道",
    "谢家湾街道",
    "昌州街道",
  ]);
});

test("every appointment is held by a known person in a unit of the city", () => {
  const known = new Set(people.map(({ username }) => username));

  expect(known.size).toBe(people.length);
  expect(appointments.filter(({ username }) => !known.has(username))).toEqual([]);
  expect(appointments.filter(({ unit }) => !unitByCode.has(unit))).toEqual([]);
  expect(new Set(appointments.map(({ username }) => username)).size).toBe(people.length);
});

test("no one is appointed to the same thing twice", () => {
  const keys = appointments.map((one) => JSON.stringify(one));

  expect(new Set(keys).size).toBe(keys.length);
});

test("every post of every demo town has an A and a B holder, who are two people", () => {
  for (const town of demoUnits) {
    const held = holdersOf(town, "postHolder");
    for (const { code } of posts) {
      const holders = held.filter(({ post }) => post === code);
      const [a, b] = ["A", "B"].map((rank) => holders.filter(({ holder }) => holder === rank));
      expect([a?.length, b?.length]).toEqual([1, 1]);
      expect(new Set(holders.map(({ username }) => username)).size).toBe(holders.length);
    }
  }
});

test("a post on duty day and night has a substitute", () => {
  const substituted = new Set(
    appointments.filter(({ holder }) => holder === "substitute").map(({ post }) => post),
  );

  expect(substituted).toEqual(new Set(["CC05", "CC06", "CC07", "PA04", "PA05", "PA06"]));
});

test("only holders of a post name one, only departments and liaison name one", () => {
  const codes = new Set(departments.map(({ code }) => code));

  expect(
    appointments.filter(({ role, post }) => (role === "postHolder") !== (post !== null)),
  ).toEqual([]);
  expect(
    appointments.filter(
      ({ role, department }) =>
        (role === "department" || role === "liaison") !==
        (department !== null && codes.has(department)),
    ),
  ).toEqual([]);
});

test.each([
  ["commander", 2],
  ["dutyOfficer", 2],
  ["dispatcher", 3],
  ["liaison", 1],
  ["deputy", 2],
])("every demo town has its %s: %i", (role, count) => {
  const counts = countsByUnit(role);

  expect(counts.size).toBe(demoUnits.length);
  expect(new Set(counts.values())).toEqual(new Set([count]));
});

test.each(["gridHead", "gridWorker", "partTimeGridWorker", "gridGuide"])(
  "every grid of the demo has one %s",
  (role) => {
    const counts = countsByUnit(role);

    expect(counts.size).toBe(grids.length);
    expect(new Set(counts.values())).toEqual(new Set([1]));
  },
);

test("every village of the demo has one secretary, who heads a grid there", () => {
  const counts = countsByUnit("communitySecretary");
  const secretary = holdersOf("500103001017", "communitySecretary")[0]?.username;

  expect(counts.size).toBe(villages.length);
  expect(new Set(counts.values())).toEqual(new Set([1]));
  expect(holdersOf("500103001017001", "gridHead")[0]?.username).toBe(secretary);
});

test("a full-time worker has one grid in a community and at most two in a village", () => {
  const perWorker = new Map<string, string[]>();
  for (const { username, unit, role } of appointments)
    if (role === "gridWorker") perWorker.set(username, [...(perWorker.get(username) ?? []), unit]);

  for (const units of perWorker.values()) {
    const village = unitByCode.get(units[0]!.slice(0, 12))!;
    expect(units.length).toBeLessThanOrEqual(village.shortName.endsWith("社区") ? 1 : 2);
    expect(new Set(units.map((unit) => unit.slice(0, 12))).size).toBe(1);
  }
});

test("every demo district has its centre, its supervisor and its departments", () => {
  for (const district of new Set(demoUnits.map((code) => code.slice(0, 6)))) {
    const held = holdersOf(district, "department").map(({ department }) => department);
    expect(holdersOf(district, "districtCentre")).toHaveLength(2);
    expect(holdersOf(district, "supervisor")).toHaveLength(1);
    expect(new Set(held).size).toBe(held.length);
    expect(held).toEqual(
      departments
        .filter(({ kind }) => kind === "district" || kind === "enterprise")
        .map(({ code }) => code),
    );
  }
});

test("the chooser's accounts hold the role they show, in 七星岗街道, above it or in 涂山镇", () => {
  for (const { username, role, line } of demoAccounts) {
    const held = appointments.filter((one) => one.username === username);
    expect(held.map((one) => one.role)).toContain(role);
    expect(line).not.toBe("");
    expect(username).toMatch(/^(500103001|500108102|500103-|50-)/);
  }
  expect(new Set(demoAccounts.map(({ username }) => username)).size).toBe(demoAccounts.length);
  const { role } = DemoAccountView.shape;
  const shown = new Set(demoAccounts.map((account) => account.role));
  expect(role.options.filter((option) => !shown.has(option))).toEqual(["microGridHead"]);
});

test("names and phone numbers are invented, and no two people share one", () => {
  const names = people.map(({ name }) => name);
  const phones = people.map(({ phone }) => phone);

  expect(new Set(names).size).toBe(names.length);
  expect(new Set(phones).size).toBe(phones.length);
  expect(phones.filter((phone) => !/^1990000\d{4}$/.test(phone))).toEqual([]);
});

/** People named in press reports on the system, as the start of the hash of the name. */
const realPeople = new Set(
  `
059a269a1c 071d24c870 0a90eac3f9 0a98c2521d 121a645a15 14a9d5a546 16e699b294 1cc78733f2
2aa80683f2 2aabac62de 2b4102dc0e 2b95b5dc2f 30e671616b 319a94fb37 335a4d8566 3a8edb51fb
3ccc19608f 3db298c9b4 3f3692d236 3f748c93e6 402bca7640 4402bde866 459791a48a 5103561bf1
537ea4b898 54f83831d6 56c5502efb 57efbecf70 58d01d5c8f 5a57cec8f9 5d71495695 5f7c0433aa
61b0d302ce 6334af81c6 69c4f1b348 6a14fa7477 6a72160173 6c3dcb294e 6c84b11e86 6cb3526a1e
6db858b08a 6f664067c0 72c0c6f79f 77fabcd52f 78a03e9878 7a3e196484 813006e486 8243416456
8680bc168b 8b582e4f7c 8eddc63a3d 941ddaccb7 949ec10f19 94b84542b8 969a02e7bd 972b6ddfc7
9797bc8127 982d8f24aa 9f6df73aad 9feb81e353 a03f26ca7f a1095ec008 a1b995f500 a687d042a0
ac3b0ea2be ae2110ee87 aeac0809c4 af9214311d b1b58d9f63 b224233d8a b285563200 b2e49583fd
b43b62444b b5dd138fcb b6e391ff25 b8e48c87b7 ba834487ef bc58c5b07a beb33170a4 c0f490cfa6
c37d4ef887 c431006e7c c6a41970ff c71506d34b c81fce3c79 ca3fb70f77 cc3d4941aa ccf762e4bc
cfde91a048 d3d237595f d4c9247f62 d890e7b9b7 dc39b94592 def9a5a377 e270df5577 e6000ffc49
eed605508a f372f34923 f3f573dd00 f4f8e7e2a0 f751c0b372 f92bb16ed2 f949ce2d36 fdd88f9787
ffc4e625e4
`
    .trim()
    .split(/\s+/),
);

test("no demo person has the name of anyone in the press reports", () => {
  const start = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 10);

  expect(realPeople.size).toBeGreaterThan(100);
  expect(people.filter(({ name }) => realPeople.has(start(name)))).toEqual([]);
});

test("the same city gives the same staff", () => {
  expect(deriveDemoStaff(city)).toEqual({ people, appointments });
});

test("a city without the demo units is refused", () => {
  expect(() => deriveDemoStaff({ units: city.units.slice(0, 1) })).toThrow("500103001");
});

test("names and phone numbers run out loudly", () => {
  expect(() => inventedName(51_840)).toThrow(RangeError);
  expect(() => inventedPhone(10_000)).toThrow(RangeError);
});
