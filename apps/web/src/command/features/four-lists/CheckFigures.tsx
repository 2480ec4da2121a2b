import type { ListCheckFigures } from "@gezhi/contract/four-lists.ts";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useCheckFigures } from "./list-queries.ts";

const counted = [
  "kindsAsked",
  "kindsAllowed",
  "proofsAllowed",
  "proofsRefused",
  "tasksAllowed",
  "tasksRefused",
  "tasksUnlisted",
] as const;

export function CheckFigures({ unit }: { unit: string }) {
  const query = useCheckFigures(unit);
  return (
    <QueryState query={query} rows={8}>
      {(figures) => <Tables figures={figures} />}
    </QueryState>
  );
}

function Tables({ figures }: { figures: ListCheckFigures }) {
  const { t } = useTranslation();
  const { months, items, permittedKinds } = figures;
  if (months.length === 0) return <EmptyState title={t("fourLists.months.none")} />;
  return (
    <>
      <p>{t("fourLists.months.permitted", { n: permittedKinds })}</p>
      <DataTable
        caption={t("fourLists.tabs.figures")}
        rows={months}
        keyOf={({ month }) => month}
        columns={[
          {
            key: "month",
            title: t("fourLists.months.month"),
            header: true,
            render: ({ month }) => <span className="figures">{month}</span>,
          },
          ...counted.map((key) => ({
            key,
            title: t(`fourLists.months.${key}`),
            align: "right" as const,
            render: (row: (typeof months)[number]) => row[key],
          })),
        ]}
      />
      <h2>{t("fourLists.months.top")}</h2>
      <DataTable
        caption={t("fourLists.months.top")}
        rows={items}
        keyOf={({ code, answer }) => `${code} ${answer}`}
        columns={[
          {
            key: "item",
            title: t("fourLists.item"),
            header: true,
            render: ({ code, name }) => `${code} ${name}`,
          },
          {
            key: "answer",
            title: t("fourLists.months.answer"),
            width: 110,
            render: ({ answer }) => t(`fourLists.answers.${answer}`),
          },
          {
            key: "n",
            title: t("fourLists.months.times"),
            width: 80,
            align: "right",
            render: ({ n }) => n,
          },
        ]}
      />
    </>
  );
}
