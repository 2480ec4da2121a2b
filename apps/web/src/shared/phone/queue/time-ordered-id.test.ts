import { FileId } from "@gezhi/contract/ids.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { expect, test } from "vitest";
import { isLocalFile, localFileId, timeOrderedId } from "./time-ordered-id.ts";

test("ids made one after another sort in that order, also within a millisecond and when the clock goes back", () => {
  const ids = [5, 5, 5, 9, 9, 4, 4, 10].map((at) => timeOrderedId(1_790_000_000_000 + at));
  const many = Array.from({ length: 10_000 }, () => timeOrderedId(1_790_000_000_010));

  const all = [...ids, ...many];
  expect(all.toSorted()).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
});

test("the server takes such an id as a report's client id", () => {
  const report = SubmitReport.safeParse({
    clientId: timeOrderedId(),
    source: "rider",
    text: "井盖破了",
  });

  expect(report.success).toBe(true);
});

test("a local file id has the shape of a file's id and is known as local", () => {
  const id = localFileId();

  expect(FileId.safeParse(id).success).toBe(true);
  expect(isLocalFile(id)).toBe(true);
  expect(isLocalFile("500103-0199e1a2-0000-7000-8000-000000000001")).toBe(false);
});
