import { CaseForm } from "@gezhi/contract/case-forms.ts";
import { expect, test } from "vitest";
import { forDraft, toAnswers, toValues } from "./case-form-values.ts";

const form = CaseForm.parse({
  code: "RS01",
  name: "台账",
  categories: ["09"],
  when: "any",
  fields: [
    { key: "remarks", name: "说明", kind: "text" },
    {
      key: "households",
      name: "转移户",
      kind: "rows",
      columns: [
        { key: "name", name: "户主", kind: "text", personal: true },
        { key: "leftAt", name: "转移时间", kind: "moment" },
      ],
    },
  ],
});
const answers = {
  remarks: "已登记",
  households: [{ id: "a", values: { name: "讳**", leftAt: "2026-11-26T02:05:00.000Z" } }],
};

test("times are written in Beijing time whatever the zone of the machine, and come back the same instant", () => {
  const values = toValues(form, answers);
  expect(values["households"]).toEqual([{ id: "a", name: undefined, leftAt: "2026-11-26T10:05" }]);
  expect(toAnswers(form, values)).toEqual({
    remarks: "已登记",
    households: [{ id: "a", values: { leftAt: "2026-11-26T02:05:00.000Z" } }],
  });
});

test("a name that nobody typed anew is left out, what was emptied is said to be empty", () => {
  expect(
    toAnswers(form, { remarks: "", households: [{ id: "a", name: "讳甲", leftAt: "" }] }),
  ).toEqual({ remarks: null, households: [{ id: "a", values: { name: "讳甲", leftAt: null } }] });
});

test("a draft holds no name", () => {
  expect(forDraft(form, { remarks: "x", households: [{ id: "a", name: "讳甲" }] })).toEqual({
    remarks: "x",
    households: [{ id: "a" }],
  });
});
