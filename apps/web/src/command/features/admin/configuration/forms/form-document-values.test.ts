import { CaseForm } from "@gezhi/contract/case-forms.ts";
import { expect, test } from "vitest";
import { fromForm, toForm } from "./form-document-values.ts";

const form = CaseForm.parse({
  code: "RS01",
  name: "台账",
  categories: ["0901"],
  when: "any",
  fields: [
    {
      key: "cause",
      name: "原因",
      kind: "choice",
      options: [
        { key: "damp", name: "受潮", english: "Damp" },
        { key: "other", name: "其他" },
      ],
    },
    {
      key: "households",
      name: "转移户",
      kind: "rows",
      columns: [{ key: "leftAt", name: "转移时间", kind: "moment" }],
    },
  ],
  tally: { name: "当日安置", rows: "households", since: "leftAt", done: "leftAt" },
});

test("a form that is opened and not changed is the same form", () => {
  expect(CaseForm.parse(fromForm(toForm(form)))).toEqual(form);
});

test("what another kind of field had is left behind, and a sum without a table is none", () => {
  const values = toForm(form);
  const changed = {
    ...values,
    fields: [{ key: "n", name: "数", kind: "number", options: "a | 甲", max: 5, personal: true }],
    tally: { name: "当日安置" },
  };
  expect(fromForm(changed)).toMatchObject({
    fields: [{ key: "n", name: "数", kind: "number", max: 5 }],
  });
  expect(CaseForm.parse(fromForm(changed)).tally).toBeUndefined();
});
