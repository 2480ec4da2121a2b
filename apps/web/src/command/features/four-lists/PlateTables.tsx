import type { PlateRegister } from "@gezhi/contract/four-lists.ts";
import { Alert, Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { PlateForm } from "./PlateForm.tsx";
import { usePlates, useRemovePlate } from "./list-queries.ts";

export function PlateTables({ unit }: { unit: string }) {
  const query = usePlates(unit);
  return (
    <QueryState query={query} rows={8}>
      {(register) => <Register register={register} />}
    </QueryState>
  );
}

function Register({ register }: { register: PlateRegister }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const remove = useRemovePlate();
  const { permitted, hanging, villages, mayKeep, unit } = register;
  return (
    <>
      <p className="four-lists-plates">
        <strong>{t("fourLists.plates.permitted")}</strong>
        {permitted.map(({ code, name }) => (
          <Tag key={code}>{name}</Tag>
        ))}
        {mayKeep && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t("fourLists.plates.add")}
          </Button>
        )}
      </p>
      <p className="muted">{t("fourLists.plates.line")}</p>
      {remove.error && <Alert type="error" showIcon title={remove.error.message} />}
      {villages.length > 1 && (
        <DataTable
          caption={t("fourLists.plates.villages")}
          rows={villages}
          keyOf={({ code }) => code}
          columns={[
            {
              key: "village",
              title: t("fourLists.plates.village"),
              header: true,
              render: ({ name }) => name,
            },
            {
              key: "count",
              title: t("fourLists.plates.count"),
              width: 100,
              align: "right",
              render: (row) => row.hanging,
            },
            {
              key: "excess",
              title: t("fourLists.plates.excess"),
              width: 100,
              align: "right",
              render: ({ excess }) => (excess > 0 ? <strong>{excess}</strong> : 0),
            },
          ]}
        />
      )}
      <DataTable
        caption={t("fourLists.plates.hanging")}
        rows={hanging}
        keyOf={({ id }) => id}
        empty={<EmptyState title={t("fourLists.plates.none")} />}
        columns={[
          {
            key: "name",
            title: t("fourLists.plates.name"),
            header: true,
            render: ({ name, item }) => (
              <>
                {name}{" "}
                {item === null ? (
                  <Tag color="error">{t("fourLists.plates.excessTag")}</Tag>
                ) : (
                  <span className="muted">{t("fourLists.plates.within")}</span>
                )}
              </>
            ),
          },
          {
            key: "village",
            title: t("fourLists.plates.village"),
            render: (plate) => plate.unit.name,
          },
          {
            key: "since",
            title: t("fourLists.plates.since"),
            width: 110,
            render: ({ hungOn }) => <span className="figures">{hungOn}</span>,
          },
          { key: "by", title: t("fourLists.plates.by"), render: ({ notedBy }) => notedBy },
          {
            key: "remove",
            title: "",
            width: 110,
            render: ({ id, name, removable }) =>
              removable && (
                <Popconfirm
                  title={t("fourLists.plates.removeAsk", { name })}
                  onConfirm={() => remove.mutate(id)}
                >
                  <Button size="small" aria-label={`${t("fourLists.plates.remove")} ${name}`}>
                    {t("fourLists.plates.remove")}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {adding && (
        <PlateForm unit={unit.code} permitted={permitted} onClose={() => setAdding(false)} />
      )}
    </>
  );
}
