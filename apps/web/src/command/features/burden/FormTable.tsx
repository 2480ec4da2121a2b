import type { AskedForm } from "@gezhi/contract/burden.ts";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { useEndForm } from "./burden-queries.ts";

export function FormTable({ forms }: { forms: readonly AskedForm[] }) {
  const { t } = useTranslation();
  const end = useEndForm();
  if (forms.length === 0) return null;
  return (
    <>
      <h2>{t("fourLists.forms.list")}</h2>
      {end.error && <Alert type="error" showIcon title={end.error.message} />}
      <DataTable
        caption={t("fourLists.forms.list")}
        rows={forms}
        keyOf={({ id }) => id}
        columns={[
          {
            key: "name",
            title: t("fourLists.forms.name"),
            header: true,
            render: ({ name }) => name,
          },
          { key: "unit", title: t("fourLists.forms.unit"), render: ({ unit }) => unit.name },
          { key: "by", title: t("fourLists.forms.askedBy"), render: ({ askedBy }) => askedBy },
          {
            key: "every",
            title: t("fourLists.forms.every"),
            width: 80,
            render: ({ every }) => t(`fourLists.forms.everys.${every}`),
          },
          {
            key: "each",
            title: t("fourLists.forms.each"),
            width: 90,
            align: "right",
            render: ({ minutes }) => minutes,
          },
          {
            key: "outcome",
            title: t("fourLists.forms.outcome"),
            render: ({ outcome, endedOn }) =>
              endedOn
                ? `${t("fourLists.forms.ended")} ${endedOn}`
                : t(`fourLists.forms.outcomes.${outcome}`),
          },
          {
            key: "end",
            title: "",
            width: 120,
            render: ({ id, name, mayEnd }) =>
              mayEnd && (
                <Popconfirm
                  title={t("fourLists.forms.endAsk", { name })}
                  onConfirm={() => end.mutate(id)}
                >
                  <Button size="small" aria-label={`${t("fourLists.forms.end")} ${name}`}>
                    {t("fourLists.forms.end")}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </>
  );
}
