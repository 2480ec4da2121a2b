import { SubmitReport } from "@gezhi/contract/reports.ts";
import { expect, test } from "vitest";
import { timeOrderedId } from "../queue/time-ordered-id.ts";
import { emptyDraft, missingOf, placeOf } from "./draft-values.ts";
import { reportBody } from "./report-body.ts";

const now = Date.parse("2026-11-22T08:00:00Z");
const photo = { place: { lon: 106.55, lat: 29.56 }, takenAt: now - 600_000 };
const bare = { place: null, takenAt: null };
const device = { position: { lon: 106.6, lat: 29.5 }, accuracyM: 12 };
const pin = { lon: 106.7, lat: 29.4 };

test.each([
  ["auto", [bare, photo], "exif"],
  ["auto", [bare], "device"],
  ["device", [photo], "device"],
  ["pin", [photo], "pin"],
  ["address", [photo], undefined],
] as const)("placed by %s, the position comes from the right source", (placeBy, files, source) => {
  expect(placeOf({ ...emptyDraft, placeBy, device, pin }, files)?.source).toBe(source);
});

test("a draft becomes a report the server takes", () => {
  const values = {
    ...emptyDraft,
    text: " 井盖破了 ",
    device,
    category: { code: "010203", name: "井盖缺失" },
    phone: "13800000000",
    beganAt: now - 60_000,
  };

  const body = reportBody(values, [bare], "gridWorker", now);

  expect(body).toEqual({
    source: "gridWorker",
    text: "井盖破了",
    address: "",
    category: "010203",
    position: device.position,
    positionSource: "device",
    positionAccuracyM: 12,
    reporter: { phone: "13800000000" },
    seenAt: new Date(now - 60_000).toISOString(),
  });
  expect(SubmitReport.safeParse({ ...body, clientId: timeOrderedId() }).success).toBe(true);
});

test("it was seen when the photo was taken, unless the photo is an old one", () => {
  const old = { place: null, takenAt: now - 40 * 86_400_000 };
  const values = { ...emptyDraft, beganAt: now };

  expect(reportBody(values, [photo, old], "rider", now).seenAt).toBe("2026-11-22T07:50:00.000Z");
  expect(reportBody(values, [old], "rider", now).seenAt).toBe("2026-11-22T08:00:00.000Z");
});

test("one of words, photo or category is enough; a place is asked of those who must say where", () => {
  expect(missingOf(emptyDraft, [], true)).toEqual(["content", "place"]);
  expect(missingOf({ ...emptyDraft, text: "路灯不亮" }, [], false)).toEqual([]);
  expect(missingOf(emptyDraft, [photo], true)).toEqual([]);
  expect(missingOf({ ...emptyDraft, text: "路灯不亮", address: "解放路 3 号" }, [], true)).toEqual(
    [],
  );
  expect(missingOf({ ...emptyDraft, text: "已扶正", selfHandled: true, device }, [], true)).toEqual(
    ["result"],
  );
});
