import type { FormBurden } from "@gezhi/contract/burden.ts";
import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../shared/api.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useBurden } from "./burden-queries.ts";
import { FormForm } from "./FormForm.tsx";
import { FormTable } from "./FormTable.tsx";

type Props = {
  unit: string;
  month: string | undefined;
  onMonth: (month: string | undefined) => void;
};

/** What a unit has to fill in, what that takes, and what was blocked (R32). */
export function BurdenTables({ unit, month, onMonth }: Props) {
  const query = useBurden(unit, month);
  return (
    <QueryState query={query} rows={8}>
      {(burden) => <Tables burden={burden} onMonth={onMonth} />}
    </QueryState>
  );
}

const loads = ["forms", "minutes", "duplicates", "negatives"] as const;

type TablesProps = { burden: FormBurden; onMonth: Props["onMonth"] };

function Tables({ burden, onMonth }: TablesProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { unit, month, months, units, forms, mayAsk } = burden;
  const [first] = useState(month);
  const choices = [...new Set([first, ...months.map((one) => one.month).toReversed()])];
  const counts = loads.map((key) => ({
    key,
    title: t(`fourLists.forms.${key}`),
    align: "right" as const,
    render: (row: FormBurden["months"][number] | FormBurden["units"][number]) => row[key],
  }));
  return (
    <>
      <p className="muted">{t("fourLists.forms.line")}</p>
      <p className="four-lists-plates">
        <Select
          aria-label={t("fourLists.forms.month")}
          value={month}
          options={choices.map((value) => ({ value, label: value }))}
          onChange={(next) => onMonth(next === first ? undefined : next)}
          style={{ width: 120 }}
        />
        <a href={urlOf("/form-burden.csv", { unit: unit.code, month })}>
          {t("fourLists.forms.csv")}
        </a>
        {mayAsk && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t("fourLists.forms.add")}
          </Button>
        )}
      </p>
      <h2>{t("fourLists.forms.units")}</h2>
      <DataTable
        caption={t("fourLists.forms.units")}
        rows={units}
        keyOf={({ code }) => code}
        empty={<EmptyState title={t("fourLists.forms.none")} />}
        columns={[
          {
            key: "unit",
            title: t("fourLists.forms.unit"),
            header: true,
            render: ({ name }) => name,
          },
          ...counts,
          {
            key: "before",
            title: t("fourLists.forms.before"),
            align: "right",
            render: ({ minutesBefore }) => minutesBefore,
          },
          {
            key: "change",
            title: t("fourLists.forms.change"),
            align: "right",
            render: ({ minutes, minutesBefore }) => signed(minutes - minutesBefore),
          },
        ]}
      />
      <FormTable forms={forms} />
      <h2>{t("fourLists.forms.trend")}</h2>
      <DataTable
        caption={t("fourLists.forms.trend")}
        rows={months.toReversed()}
        keyOf={(row) => row.month}
        columns={[
          {
            key: "month",
            title: t("fourLists.forms.month"),
            header: true,
            render: (row) => <span className="figures">{row.month}</span>,
          },
          ...counts,
        ]}
      />
      {adding && <FormForm unit={unit.code} onClose={() => setAdding(false)} />}
    </>
  );
}

const signed = (n: number): string => (n > 0 ? `▲ ${n}` : n < 0 ? `▼ ${-n}` : "0");
