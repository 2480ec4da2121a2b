import type { Me } from "@gezhi/contract/identity.ts";
import { expect, test } from "vitest";
import { emptyDraft } from "../../../shared/phone/report/draft-values.ts";
import { sourceOf, withOwnUnit } from "./own-report-rules.ts";

const holding = (...roles: [string, string][]) =>
  ({ appointments: roles.map(([role, unit]) => ({ role, unit })) }) as Pick<Me, "appointments">;
const worker = holding(["gridWorker", "500103001001001"]);

test("a collector reports as one, other staff as any citizen", () => {
  expect(sourceOf(worker)).toBe("gridWorker");
  expect(sourceOf(holding(["postHolder", "500103001"], ["gridHead", "500103001001001"]))).toBe(
    "gridWorker",
  );
  expect(sourceOf(holding(["postHolder", "500103001"]))).toBe("resident");
});

test("a report without a word of where lies in the worker's own grid, any word overrules that", () => {
  const own = withOwnUnit(emptyDraft, [], worker);
  const addressed = withOwnUnit({ ...emptyDraft, address: "解放路 3 号" }, [], worker);
  const photographed = withOwnUnit(
    emptyDraft,
    [{ place: { lon: 106.5, lat: 29.5 }, takenAt: null }],
    worker,
  );

  expect(own.unit).toBe("500103001001001");
  expect(addressed.unit).toBeNull();
  expect(photographed.unit).toBeNull();
  expect(withOwnUnit(emptyDraft, [], holding(["postHolder", "500103001"])).unit).toBeNull();
});
