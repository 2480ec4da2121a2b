import { expect, test } from "vitest";
import { reportOf } from "./intake-values.ts";

const clientId = "0198f000-0000-7000-8000-000000000001";

test("a call that says nothing at all is not sent", () => {
  expect(reportOf(clientId, { source: "call", text: "  ", phone: "13800000000" }).success).toBe(
    false,
  );
});

test("the place is told by the best source there is", () => {
  const place = (values: object) =>
    reportOf(clientId, { source: "call", text: "井盖破损", ...values }).data?.positionSource;

  expect(
    place({ position: { lon: 106.5, lat: 29.5 }, address: "中山一路", unit: "500103001001" }),
  ).toBe("pin");
  expect(place({ address: "中山一路", unit: "500103001001" })).toBe("address");
  expect(place({ unit: "500103001001" })).toBe("unit");
  expect(place({})).toBe("none");
});

test("only a hotline order carries a foreign number", () => {
  const foreign = { foreignSystem: "12345", foreignNumber: "YZ-1", text: "路灯不亮" };

  expect(reportOf(clientId, { source: "hotline", ...foreign }).data?.foreign).toEqual({
    system: "12345",
    number: "YZ-1",
  });
  expect(reportOf(clientId, { source: "call", ...foreign }).data?.foreign).toBeUndefined();
});

test("following a known incident travels with the report", () => {
  const follow = "500103-00000000-0000-7000-8000-000000000001";

  expect(reportOf(clientId, { source: "call", text: "同一件", follow }).data?.follow).toBe(follow);
});
