import { PrecisionPage as Answer, type RulePrecision } from "@gezhi/contract/alarms.ts";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, App, Button, Checkbox, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { usePrecisionUnit } from "../../../shared/alarms/alarm-places.ts";
import { useMe } from "../../../shared/session.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import type { PrecisionSearch } from "./alarm-routes.tsx";
import "./alarms.css";
import { AlarmTabs } from "./AlarmTabs.tsx";
import { ReasonForm } from "./ReasonForm.tsx";

type Row = z.infer<typeof RulePrecision>;
type Props = { search: PrecisionSearch; onSearch: (search: PrecisionSearch) => void };

const spans = [7, 30, 90, 180, 365];
const percent = (share: number) => `${Math.round(share * 100)}%`;

/** How often each rule was right, and what those that were not propose; people decide. */
export function PrecisionPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const within = usePrecisionUnit();
  const unit = search.unit ?? within ?? "50";
  const days = search.days ?? 90;
  const me = useMe();
  const decides = me.appointments.some(
    (held) => held.role === "sysAdmin" && unit.startsWith(held.unit),
  );
  const [deciding, setDeciding] = useState<Row>();
  const query = useQuery({
    queryKey: ["alarm-precision", unit, days],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(Answer, "/alarm-precision", { query: { unit, days }, signal }),
  });
  const accept = useMutation({
    mutationFn: ({ rule, reason }: { rule: string; reason: string }) =>
      api.post(z.object({ version: z.number() }), `/alarm-precision/${rule}/downgrades`, {
        unit,
        days,
        reason,
      }),
    onSuccess: async ({ version }) => {
      setDeciding(undefined);
      void message.success(t("alarms.precision.accepted", { version }));
      await client.invalidateQueries({ queryKey: ["alarm-precision"] });
      await client.invalidateQueries({ queryKey: ["configurations", "alarmRules"] });
    },
  });
  return (
    <div className="alarms">
      <header className="alarms-head">
        <h1>{t("alarms.precision.title")}</h1>
        <AlarmTabs />
      </header>
      <p className="muted">{t("alarms.precision.line")}</p>
      <div className="alarms-bar no-print">
        <UnitField
          label={t("alarms.fields.unit")}
          within={within}
          value={unit}
          onChange={(next) => onSearch({ ...search, unit: next })}
          width={200}
        />
        <Select
          aria-label={t("alarms.precision.days")}
          value={days}
          options={spans.map((n) => ({ value: n, label: t("alarms.precision.lastDays", { n }) }))}
          onChange={(next: number) => onSearch({ ...search, days: next })}
          style={{ width: 120 }}
        />
        <Checkbox
          checked={search.proposals === "true"}
          onChange={({ target }) =>
            onSearch({ ...search, proposals: target.checked ? "true" : undefined })
          }
        >
          {t("alarms.precision.onlyProposals")}
        </Checkbox>
      </div>
      <QueryState query={query} rows={10}>
        {({ items }) => (
          <DataTable
            caption={t("alarms.precision.title")}
            rows={items
              .filter(({ proposal }) => search.proposals !== "true" || proposal !== null)
              .toSorted(
                (a, b) =>
                  Number(b.proposal !== null) - Number(a.proposal !== null) || b.raised - a.raised,
              )}
            keyOf={({ rule }) => rule}
            empty={<EmptyState title={t("alarms.precision.none")} />}
            columns={[
              {
                key: "rule",
                title: t("alarms.precision.rule"),
                header: true,
                width: 220,
                render: ({ rule, name }) => (
                  <Link to="/alarms" search={{ rule, list: "all" }}>
                    {rule} {words.sensor(name)}
                  </Link>
                ),
              },
              {
                key: "raised",
                title: t("alarms.precision.raised"),
                align: "right",
                width: 80,
                render: ({ raised }) => raised,
              },
              {
                key: "true",
                title: t("alarms.precision.true"),
                align: "right",
                width: 80,
                render: ({ judgedTrue }) => judgedTrue,
              },
              {
                key: "false",
                title: t("alarms.precision.false"),
                align: "right",
                width: 80,
                render: ({ judgedFalse }) => judgedFalse,
              },
              {
                key: "precision",
                title: t("alarms.precision.precision"),
                align: "right",
                width: 100,
                render: ({ precision, leastPrecision }) =>
                  precision === null ? (
                    <span className="muted">{t("alarms.precision.noVerdict")}</span>
                  ) : precision < leastPrecision ? (
                    <strong>{percent(precision)}</strong>
                  ) : (
                    percent(precision)
                  ),
              },
              {
                key: "least",
                title: t("alarms.precision.least"),
                align: "right",
                width: 80,
                render: ({ leastPrecision }) => percent(leastPrecision),
              },
              {
                key: "proposal",
                title: t("alarms.precision.proposal"),
                render: (row) =>
                  row.proposal !== null && (
                    <>
                      <p>{row.proposal}</p>
                      {decides ? (
                        <span className="alarms-bar">
                          <Button size="small" type="primary" onClick={() => setDeciding(row)}>
                            {t("alarms.precision.accept")}
                          </Button>
                          <Link
                            to="/admin/configuration/$kind"
                            params={{ kind: "alarmRules" }}
                            search={{ unit: unit.slice(0, 9), q: row.rule }}
                          >
                            {t("alarms.precision.openRule")}
                          </Link>
                        </span>
                      ) : (
                        <span className="muted">{t("alarms.precision.adminDecides")}</span>
                      )}
                    </>
                  ),
              },
            ]}
          />
        )}
      </QueryState>
      {deciding && (
        <Modal
          open
          title={t("alarms.precision.acceptTitle", { rule: words.sensor(deciding.name) })}
          footer={null}
          onCancel={() => setDeciding(undefined)}
        >
          <p>{deciding.proposal}</p>
          <p className="muted">{t("alarms.precision.acceptLine")}</p>
          {accept.error && <Alert type="warning" showIcon title={accept.error.message} />}
          <ReasonForm
            title={t("alarms.precision.accept")}
            usual={false}
            pending={accept.isPending}
            onSend={(reason) => accept.mutate({ rule: deciding.rule, reason })}
            onCancel={() => setDeciding(undefined)}
          />
        </Modal>
      )}
    </div>
  );
}
