import { OutsideContact } from "@gezhi/contract/alarms.ts";
import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { useContactsUnit, useKeptUnit } from "../../../shared/alarms/alarm-places.ts";
import { api } from "../../../shared/api.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import "./alarms.css";
import { AlarmTabs } from "./AlarmTabs.tsx";
import { ContactForm } from "./ContactForm.tsx";

export type Contact = z.infer<typeof OutsideContact>;
type Props = { unit: string | undefined; onUnit: (unit: string | undefined) => void };

/** Whom alarms call outside the own staff: per unit, by party, in order. */
export function ContactsPage({ unit: chosen, onUnit }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const within = useContactsUnit() ?? "";
  const kept = useKeptUnit();
  const unit = chosen ?? within;
  const name = useUnitDetail(unit).data?.shortName ?? unit;
  const [editing, setEditing] = useState<Contact | "new">();
  const query = useQuery({
    queryKey: ["outside-contacts", unit],
    enabled: unit !== "",
    queryFn: ({ signal }) =>
      api.get(z.object({ items: z.array(OutsideContact) }), "/outside-contacts", {
        query: { unit },
        signal,
      }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(z.unknown(), `/outside-contacts/${id}`),
    onSuccess: async () => {
      void message.success(t("alarms.contacts.removed"));
      await client.invalidateQueries({ queryKey: ["outside-contacts"] });
    },
  });
  const mayKeep = kept !== undefined && unit.startsWith(kept);
  const form = (contact: Contact | undefined) => (
    <ContactForm
      key={contact?.id ?? "new"}
      unit={unit}
      contact={contact}
      onDone={() => setEditing(undefined)}
    />
  );
  return (
    <div className="alarms">
      <header className="alarms-head">
        <h1>{t("alarms.contacts.title")}</h1>
        <AlarmTabs />
      </header>
      <p className="muted">{t("alarms.contacts.line")}</p>
      <div className="alarms-bar no-print">
        <UnitField
          label={t("alarms.contacts.unit")}
          within={within}
          value={unit}
          onChange={(next) => {
            setEditing(undefined);
            onUnit(next);
          }}
          width={220}
        />
        {mayKeep && unit.length >= 6 && (
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>
            {t("alarms.contacts.add")}
          </Button>
        )}
        {unit.length < 6 && <span className="muted">{t("alarms.contacts.chooseUnit")}</span>}
      </div>
      {editing === "new" && form(undefined)}
      {remove.error && <Alert type="warning" showIcon title={remove.error.message} />}
      <QueryState query={query} rows={6}>
        {({ items }) => (
          <DataTable
            caption={t("alarms.contacts.title")}
            rows={items}
            keyOf={({ id }) => id}
            renderBelow={(row) => editing !== "new" && editing?.id === row.id && form(row)}
            empty={
              <EmptyState
                title={t("alarms.contacts.none", { unit: name })}
                hint={t("alarms.contacts.noneHint")}
              />
            }
            columns={[
              {
                key: "party",
                title: t("alarms.contacts.party"),
                width: 140,
                render: ({ party }) => t(`alarms.parties.${party}`),
              },
              {
                key: "order",
                title: t("alarms.contacts.order"),
                width: 70,
                align: "right",
                render: ({ order }) => order,
              },
              {
                key: "name",
                title: t("alarms.contacts.name"),
                header: true,
                render: ({ name: who }) => who,
              },
              {
                key: "phone",
                title: t("alarms.contacts.phone"),
                width: 150,
                render: ({ phone }) => <span className="figures">{phone}</span>,
              },
              {
                key: "unit",
                title: t("alarms.contacts.unit"),
                width: 160,
                render: (row) => <UnitName unit={row.unit} />,
              },
              {
                key: "tools",
                title: "",
                width: 84,
                render: (row) =>
                  kept !== undefined &&
                  row.unit.startsWith(kept) && (
                    <span className="row-tools">
                      <Button
                        size="small"
                        type="text"
                        icon={<EditOutlined aria-hidden />}
                        aria-label={t("alarms.contacts.edit", { name: row.name })}
                        onClick={() => setEditing(row)}
                      />
                      <Popconfirm
                        title={t("alarms.contacts.removeSure", { name: row.name })}
                        okText={t("alarms.contacts.remove", { name: "" })}
                        onConfirm={() => remove.mutate(row.id)}
                      >
                        <Button
                          size="small"
                          type="text"
                          icon={<DeleteOutlined aria-hidden />}
                          aria-label={t("alarms.contacts.remove", { name: row.name })}
                        />
                      </Popconfirm>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </QueryState>
    </div>
  );
}

const UnitName = ({ unit }: { unit: string }) => useUnitDetail(unit).data?.shortName ?? unit;
