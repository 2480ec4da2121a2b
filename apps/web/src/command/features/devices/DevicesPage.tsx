import { DownloadOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import { Link } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useKeptUnit, useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { urlOf } from "../../../shared/api.ts";
import { SearchInput } from "../../../shared/ui/SearchInput.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useDevicePages, useDeviceStates } from "./device-queries.ts";
import type { DevicesSearch } from "./device-routes.tsx";
import { DeviceImport } from "./DeviceImport.tsx";
import { DevicesMap } from "./DevicesMap.tsx";
import { DeviceTable } from "./DeviceTable.tsx";
import "./devices.css";
import { useProfiles } from "./use-profiles.ts";

type Props = { search: DevicesSearch; onSearch: (search: DevicesSearch) => void };
const states = ["online", "late", "offline", "silent"] as const satisfies readonly DeviceState[];

export function DevicesPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const own = useOwnUnit();
  const kept = useKeptUnit();
  const unit = search.unit ?? own;
  const [importing, setImporting] = useState(false);
  const filter = useMemo(() => ({ ...search, unit }), [search, unit]);
  const pages = useDevicePages(filter);
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const profiles = useProfiles(unit);
  const set = useCallback(
    (change: DevicesSearch) => onSearch({ ...search, ...change }),
    [onSearch, search],
  );
  const onQ = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const { unit: _unit, ...filters } = search;
  return (
    <div className="devices">
      <header className="devices-bar">
        <h1>{t("devices.title")}</h1>
        <UnitField
          label={t("devices.fields.unit")}
          within={own.length > 2 ? own : ""}
          value={unit}
          onChange={(next) => set({ unit: next === own ? undefined : next })}
          width={190}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("devices.fields.profile")}
          placeholder={t("devices.fields.profile")}
          value={search.profile ?? null}
          options={profiles.map(({ code, name }) => ({
            value: code,
            label: `${code} ${words.sensor(name)}`,
          }))}
          onChange={(profile: string | null) => set({ profile: profile ?? undefined })}
          popupMatchSelectWidth={false}
          style={{ width: 180 }}
        />
        <SearchInput
          label={t("devices.searchLabel")}
          placeholder={t("devices.search")}
          value={search.q ?? ""}
          onChange={onQ}
        />
        {Object.values(filters).some((value) => value !== undefined) && (
          <Button type="link" onClick={() => onSearch({ unit: search.unit })}>
            {t("desk.clear")}
          </Button>
        )}
        {kept !== undefined && (
          <span className="devices-tools no-print">
            <Link to="/devices/new" className="devices-add">
              <PlusOutlined aria-hidden /> {t("devices.add")}
            </Link>
            <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
              {t("devices.import")}
            </Button>
            <Button
              icon={<DownloadOutlined aria-hidden />}
              href={urlOf("/devices/export.csv", { unit })}
            >
              {t("devices.export")}
            </Button>
          </span>
        )}
      </header>
      <StateCounts unit={unit} state={search.state} onState={(state) => set({ state })} />
      <QueryState query={pages} rows={10}>
        {() => (
          <div className="devices-panes">
            <DeviceTable
              rows={rows}
              profiles={profiles}
              empty={<EmptyState title={t("devices.none")} hint={t("devices.noneHint")} />}
              more={{
                has: pages.hasNextPage,
                loading: pages.isFetchingNextPage,
                load: () => void pages.fetchNextPage(),
              }}
            />
            <DevicesMap rows={rows} unit={unit} />
          </div>
        )}
      </QueryState>
      {importing && <DeviceImport onClose={() => setImporting(false)} />}
    </div>
  );
}

type CountsProps = {
  unit: string;
  state: DeviceState | undefined;
  onState: (state: DeviceState | undefined) => void;
};

/** How many stand in each state; a click narrows the list to them. */
function StateCounts({ unit, state, onState }: CountsProps) {
  const { t } = useTranslation();
  const { data } = useDeviceStates(unit);
  const all = Object.values(data ?? {}).reduce((sum, count) => sum + count, 0);
  const figures = [
    { key: undefined, name: t("devices.all"), count: all, hint: undefined },
    ...states.map((key) => ({
      key,
      name: t(`devices.states.${key}`),
      count: data?.[key] ?? 0,
      hint: key === "online" ? undefined : t(`devices.stateHints.${key}`),
    })),
  ];
  return (
    <fieldset className="device-counts">
      <legend className="visually-hidden">{t("devices.fields.state")}</legend>
      {figures.map(({ key, name, count, hint }) => (
        <button
          key={name}
          type="button"
          aria-pressed={state === key}
          title={hint}
          onClick={() => onState(key)}
        >
          {name} <strong className="figures">{data ? count : "–"}</strong>
        </button>
      ))}
    </fieldset>
  );
}
