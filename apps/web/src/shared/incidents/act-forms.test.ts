import { PerformAct } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { actForms } from "./act-forms.ts";
import { buildAct } from "./act-values.ts";

const given = ["act", "workOrder", "request", "side", "seenOrders"];
const shapes = PerformAct.options.map((option) => ({
  act: option.shape.act.value,
  names: Object.keys(option.shape).filter((name) => !given.includes(name)),
  required: Object.entries(option.shape)
    .filter(([name, schema]) => !given.includes(name) && !schema.safeParse(undefined).success)
    .map(([name]) => name),
}));

test.each(shapes)("the form of $act asks for every field of the act", ({ act, names }) => {
  const asked = actForms[act].fields.map(({ name }) => name);

  expect(asked.toSorted()).toEqual(names.toSorted());
});

test.each(shapes)("the form of $act insists on what the act needs", ({ act, required }) => {
  const optional = actForms[act].fields
    .filter((field) => !field.required && !("empty" in field))
    .map(({ name }): string => name);

  expect(optional.filter((name) => required.includes(name))).toEqual([]);
});

const workOrder = "500103-00000000-0000-7000-8000-000000000001";

test("an escalation says line by line what was tried", () => {
  const built = buildAct(
    { act: "escalate" },
    { tried: " 上门两次 \n\n联系物业\n", reason: "本级解决不了" },
  );

  expect(built).toEqual({
    act: { act: "escalate", tried: ["上门两次", "联系物业"], reason: "本级解决不了" },
  });
});

test("a date typed in a form is Beijing time", () => {
  const built = buildAct(
    { act: "requestSuspend" },
    { reason: "汛期不能施工", interimMeasure: "围挡", reviewAt: "2026-12-01T09:00" },
  );

  expect(built).toMatchObject({ act: { reviewAt: "2026-12-01T01:00:00.000Z" } });
});

test("photos are sent by their ids, with the work order the server named", () => {
  const photo = {
    id: "500103-00000000-0000-7000-8000-000000000002",
    url: "/x",
    type: "image/jpeg",
  };

  const built = buildAct(
    { act: "feedback", workOrder: workOrder as never },
    { result: "已修复", after: [photo] },
  );

  expect(built).toEqual({
    act: { act: "feedback", workOrder, result: "已修复", before: [], after: [photo.id] },
  });
});

test("an act that does not fit names the fields to mend", () => {
  const built = buildAct({ act: "requestReturn", workOrder: workOrder as never }, { reason: " " });

  expect(built).toEqual({ wrong: ["reason", "legalBasis"] });
});

test("a check that failed says what was found wanting", () => {
  expect(buildAct({ act: "recheck" }, { passed: false, note: " " })).toEqual({ wrong: ["note"] });
  expect(buildAct({ act: "checkSelfHandled" }, { passed: false })).toEqual({ wrong: ["note"] });
  expect(buildAct({ act: "recheck" }, { passed: true })).toMatchObject({ act: { passed: true } });
});

test("no date means unpinned", () => {
  expect(buildAct({ act: "pin" }, {})).toEqual({ act: { act: "pin", until: null } });
});
