import { ArrowDownOutlined, ArrowUpOutlined } from "@ant-design/icons";
import type { Category } from "@gezhi/contract/configuration.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { ReportSource } from "@gezhi/contract/reports.ts";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { UrgencyTag } from "../../../../shared/ui/tags.tsx";
import { useConfiguration } from "./configuration-queries.ts";
import { useDepartmentOptions, usePostOptions } from "./directory-options.ts";
import type { EditableColumn, Option } from "./editable-columns.ts";
import { EditableTable } from "./EditableTable.tsx";
import type { EditorProps } from "./editor-types.ts";
import { moveRule, rowOf, RuleRow, ruleOf } from "./routing-rows.ts";

/** Classes, groups and categories, each by the beginning of its code. */
function classesOf(categories: readonly Category[]): Option[] {
  const names = new Map<string, string>();
  for (const { code, level1, level2, name } of categories) {
    names.set(code.slice(0, 2), level1);
    names.set(code.slice(0, 4), level2);
    names.set(code, name);
  }
  return [...names]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, name]) => ({ value, label: `${value} ${name}` }));
}

/** The first rule that fits decides; none = the category's own post. */
export function RoutingEditor({
  content,
  onChange,
  changes,
  unit,
  q,
  onQ,
}: EditorProps<"routing">) {
  const { t } = useTranslation();
  const posts = usePostOptions(unit);
  const departments = useDepartmentOptions(unit);
  const { data: catalogue } = useConfiguration("catalogue", unit);
  const classes = useMemo(() => classesOf(catalogue?.content.categories ?? []), [catalogue]);
  const rows = useMemo(
    () => content.rules.map(rowOf).toSorted((a, b) => a.number - b.number),
    [content],
  );
  const columns = useMemo((): EditableColumn<RuleRow>[] => {
    const labelIn = (options: readonly Option[], value: string) =>
      options.find((option) => option.value === value)?.label ?? value;
    const field = (key: keyof RuleRow) => ({ key, title: t(`configuration.fields.${key}`) });
    const sources = ReportSource.options.map((value) => ({
      value,
      label: t(`incident.sources.${value}`),
    }));
    const hours = (["duty", "offDuty"] as const).map((value) => ({
      value,
      label: t(`configuration.dutyHours.${value}`),
    }));
    const townKinds = (["street", "town"] as const).map((value) => ({
      value,
      label: t(`configuration.townKinds.${value}`),
    }));
    const inForm = { formOnly: true } as const;
    return [
      {
        ...field("number"),
        field: { kind: "number", min: 1, max: 9999 },
        width: 84,
        render: ({ number }) => <strong className="figures">{number}</strong>,
      },
      { ...field("name"), field: { kind: "text", max: 80 }, width: 170 },
      {
        key: "categories",
        title: t("configuration.when"),
        formTitle: t("configuration.fields.categories"),
        field: { kind: "words", options: classes },
        hint: t("configuration.categoryHint"),
        width: 320,
        render: (row) => (
          <ul className="conditions">
            {row.categories.length > 0 && (
              <li>{row.categories.map((one) => labelIn(classes, one)).join("、")}</li>
            )}
            {row.urgency.length > 0 && (
              <li>
                {row.urgency.map((one) => (
                  <UrgencyTag key={one} urgency={one} />
                ))}
              </li>
            )}
            {row.sources.length > 0 && (
              <li>{row.sources.map((one) => labelIn(sources, one)).join("、")}</li>
            )}
            {row.hours && <li>{labelIn(hours, row.hours)}</li>}
            {row.townKind && <li>{labelIn(townKinds, row.townKind)}</li>}
          </ul>
        ),
      },
      {
        key: "post",
        title: t("configuration.to"),
        formTitle: t("configuration.fields.post"),
        field: { kind: "choice", options: posts },
        optional: true,
        width: 250,
        render: (row) => (
          <ul className="conditions">
            {row.post && (
              <li>
                <strong>{labelIn(posts, row.post)}</strong>
              </li>
            )}
            {row.coPosts.length > 0 && (
              <li>
                {t("incident.co")} {row.coPosts.map((one) => labelIn(posts, one)).join("、")}
              </li>
            )}
            {row.department && (
              <li>
                {t("configuration.fields.lead")} {labelIn(departments, row.department)}
              </li>
            )}
            {row.automatic && <li className="status-tag">{t("configuration.fields.automatic")}</li>}
          </ul>
        ),
      },
      { ...field("because"), field: { kind: "long", max: 200 } },
      {
        ...field("urgency"),
        field: {
          kind: "choices",
          options: Urgency.options.map((value) => ({ value, label: t(`urgency.${value}`) })),
        },
        ...inForm,
      },
      { ...field("sources"), field: { kind: "choices", options: sources }, ...inForm },
      { ...field("hours"), field: { kind: "choice", options: hours }, optional: true, ...inForm },
      {
        ...field("townKind"),
        field: { kind: "choice", options: townKinds },
        optional: true,
        ...inForm,
      },
      { ...field("coPosts"), field: { kind: "choices", options: posts }, ...inForm },
      {
        ...field("department"),
        field: { kind: "choice", options: departments },
        optional: true,
        ...inForm,
      },
      { ...field("automatic"), field: { kind: "flag" }, ...inForm },
    ];
  }, [t, posts, departments, classes]);

  const set = (next: readonly RuleRow[]) =>
    onChange?.({ rules: next.map(ruleOf).toSorted((a, b) => a.number - b.number) });
  return (
    <>
      <p className="muted">{t("configuration.routingHint")}</p>
      <EditableTable<RuleRow>
        caption={t("configuration.kinds.routing")}
        columns={columns}
        schema={RuleRow}
        rows={rows}
        keyOf={keyOf}
        nameOf={({ number, name }) => `${number} ${name}`}
        keyField="number"
        blank={() => ({ number: (rows.at(-1)?.number ?? 0) + 1, automatic: false })}
        onChange={onChange && set}
        changes={changes}
        q={q}
        onQ={onQ}
        extra={(row) =>
          ([-1, 1] as const).map((step) => (
            <Button
              key={step}
              size="small"
              type="text"
              icon={step < 0 ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}
              aria-label={t(step < 0 ? "configuration.moveUp" : "configuration.moveDown", {
                name: row.name,
              })}
              disabled={row === (step < 0 ? rows[0] : rows.at(-1))}
              onClick={() => set(moveRule(rows, row.number, step))}
            />
          ))
        }
      />
    </>
  );
}

const keyOf = ({ number }: RuleRow) => String(number);
