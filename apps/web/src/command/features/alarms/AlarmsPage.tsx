import { AlarmStatus } from "@gezhi/contract/alarms.ts";
import { ExportOutlined } from "@ant-design/icons";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { Button, Segmented, Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useAlarmPages } from "../../../shared/alarms/alarm-queries.ts";
import { urlOf } from "../../../shared/api.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useConfiguration } from "../admin/configuration/configuration-queries.ts";
import type { AlarmsSearch } from "./alarm-routes.tsx";
import "./alarms.css";
import { AlarmTable } from "./AlarmTable.tsx";
import { AlarmTabs } from "./AlarmTabs.tsx";
import { StormActs } from "./StormActs.tsx";

type Props = { search: AlarmsSearch; onSearch: (search: AlarmsSearch) => void };

export function AlarmsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const own = useOwnUnit();
  const within = own.length > 2 ? own : "";
  const { list = "open", ...filter } = search;
  const pages = useAlarmPages({ ...filter, list });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const rules = useConfiguration("alarmRules", search.unit?.slice(0, 9) ?? own.slice(0, 9));
  // Of one incident: what may be done to all of it at once.
  const storm =
    search.incident && rows.some(({ actions }) => actions.length > 0) ? rows[0]?.incident : null;
  const set = (change: AlarmsSearch) => onSearch({ ...search, ...change });
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div className="alarms">
      <header className="alarms-head">
        <h1>{t("alarms.title")}</h1>
        <AlarmTabs />
      </header>
      <div className="alarms-bar no-print">
        <Segmented
          aria-label={t("alarms.fields.status")}
          value={list}
          options={(["open", "all"] as const).map((value) => ({
            value,
            label: t(`alarms.lists.${value}`),
          }))}
          onChange={(value) =>
            set({ list: value === "open" ? undefined : "all", status: undefined })
          }
        />
        <UnitField
          label={t("alarms.fields.unit")}
          placeholder={t("alarms.fields.unit")}
          allowClear
          within={within}
          value={search.unit}
          onChange={(unit) => set({ unit })}
          width={180}
        />
        <Select
          allowClear
          aria-label={t("alarms.fields.level")}
          placeholder={t("alarms.fields.level")}
          value={search.level ?? null}
          options={Urgency.options.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          onChange={(level: Urgency | null) => set({ level: level ?? undefined })}
          style={{ width: 120 }}
        />
        <Select
          allowClear
          aria-label={t("alarms.fields.status")}
          placeholder={t("alarms.fields.status")}
          value={search.status ?? null}
          options={AlarmStatus.options
            .filter((value) => list === "all" || value === "raised" || value === "acknowledged")
            .map((value) => ({ value, label: t(`alarms.status.${value}`) }))}
          onChange={(status: AlarmStatus | null) => set({ status: status ?? undefined })}
          style={{ width: 120 }}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("alarms.fields.rule")}
          placeholder={t("alarms.fields.rule")}
          value={search.rule ?? null}
          options={(rules.data?.content.rules ?? []).map(({ code, name }) => ({
            value: code,
            label: words.sensor(name),
          }))}
          onChange={(rule: string | null) => set({ rule: rule ?? undefined })}
          popupMatchSelectWidth={false}
          style={{ width: 170 }}
        />
        <Button
          icon={<ExportOutlined aria-hidden />}
          href={urlOf("/alarms.csv", { ...filter, list })}
          download
        >
          {t("alarms.export")}
        </Button>
        {filtered && (
          <Button type="link" onClick={() => onSearch({ list: search.list })}>
            {t("desk.clear")}
          </Button>
        )}
      </div>
      {storm && storm.alarms > 1 && <StormActs incident={storm.id} count={storm.alarms} />}
      <QueryState query={pages} rows={10}>
        {() => (
          <AlarmTable
            rows={rows}
            empty={
              filtered || list === "all" ? (
                <EmptyState title={t("alarms.none")} />
              ) : (
                <EmptyState title={t("alarms.noneOpen")} hint={t("alarms.noneHint")} />
              )
            }
            more={{
              has: pages.hasNextPage,
              loading: pages.isFetchingNextPage,
              load: () => void pages.fetchNextPage(),
            }}
          />
        )}
      </QueryState>
    </div>
  );
}
