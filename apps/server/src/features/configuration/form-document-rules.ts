import type { CaseForm, FormField, ScalarField } from "@gezhi/contract/case-forms.ts";
import type { ContentOf } from "@gezhi/contract/configuration.ts";
import type { FieldError } from "../../platform/problems.ts";

const repeated = (keys: readonly string[], fault: (index: number, key: string) => FieldError) =>
  keys.flatMap((key, index) => (keys.indexOf(key) < index ? [fault(index, key)] : []));

/** What is wrong with the forms taken alone. */
export const faultsOfForms = ({ forms }: ContentOf<"caseForms">): FieldError[] => [
  ...repeated(
    forms.map(({ code }) => code),
    (index, code) => ({ path: `forms.${index}`, message: `${code} 出现了两次` }),
  ),
  ...forms.flatMap(faultsOfForm),
];

function faultsOfForm(form: CaseForm, at: number): FieldError[] {
  const place = `表单 ${form.code} ${form.name}`;
  const path = `forms.${at}.fields`;
  return [
    ...(form.required && form.when === "any"
      ? [
          {
            path: `forms.${at}.required`,
            message: `${place}：随时可填的表单不能设为必填，请选填写时机`,
          },
        ]
      : []),
    ...faultsOfFields(form.fields, place, path),
    ...form.fields.flatMap((field, index) =>
      field.kind === "rows"
        ? faultsOfFields(field.columns, `${place}“${field.name}”`, `${path}.${index}.columns`)
        : [],
    ),
    ...faultsOfTally(form, place, `forms.${at}.tally`),
  ];
}

function faultsOfFields(
  fields: readonly (FormField | ScalarField)[],
  place: string,
  path: string,
): FieldError[] {
  return [
    ...repeated(
      fields.map(({ key }) => key),
      (index, key) => ({
        path: `${path}.${index}.key`,
        message: `${place}：字段 ${key} 出现了两次`,
      }),
    ),
    ...fields.flatMap((field, index) => {
      if (field.kind === "number" && (field.min ?? -Infinity) > (field.max ?? Infinity))
        return [
          { path: `${path}.${index}.max`, message: `${place}：“${field.name}”的上限小于下限` },
        ];
      if (field.kind === "choice")
        return repeated(
          field.options.map(({ key }) => key),
          (_, key) => ({
            path: `${path}.${index}.options`,
            message: `${place}：“${field.name}”的选项 ${key} 出现了两次`,
          }),
        );
      return [];
    }),
  ];
}

function faultsOfTally({ tally, fields }: CaseForm, place: string, path: string): FieldError[] {
  if (!tally) return [];
  const rows = fields.find(({ key }) => key === tally.rows);
  if (rows?.kind !== "rows")
    return [{ path, message: `${place}：合计“${tally.name}”要指向一个表格字段` }];
  const kindOf = (key: string | undefined) => rows.columns.find((one) => one.key === key)?.kind;
  return [
    ...([tally.since, tally.done].every((key) => kindOf(key) === "moment")
      ? []
      : [{ path, message: `${place}：合计“${tally.name}”的起止须是表格里的时间列` }]),
    ...(tally.count === undefined || kindOf(tally.count) === "number"
      ? []
      : [{ path, message: `${place}：合计“${tally.name}”的数量须是表格里的数字列` }]),
  ];
}

/** Forms of categories that the catalogue does not have. */
export const formReferenceFaults = (
  { forms }: ContentOf<"caseForms">,
  { categories }: ContentOf<"catalogue">,
): FieldError[] =>
  forms.flatMap(({ code, name, categories: prefixes }, index) =>
    prefixes
      .filter((prefix) => !categories.some((category) => category.code.startsWith(prefix)))
      .map((prefix) => ({
        path: `forms.${index}.categories`,
        message: `表单 ${code} ${name}：目录中没有以 ${prefix} 开头的类别`,
      })),
  );
