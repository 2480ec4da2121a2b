import { UploadOutlined } from "@ant-design/icons";
import { HotSpotStatus, RecurrenceBy } from "@gezhi/contract/hot-spots.ts";
import { Button, Checkbox, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useMe } from "../../../shared/session.ts";
import { ImportDialog } from "../../../shared/ui/ImportDialog.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { CardTable } from "./CardTable.tsx";
import { ClassTable } from "./ClassTable.tsx";
import { DensityMap } from "./DensityMap.tsx";
import { useHotSpots, useImportPast } from "./hot-spot-queries.ts";
import { type HotSpotsSearch, hotSpotTabs } from "./hot-spot-routes.tsx";
import { RecurrenceTable } from "./RecurrenceTable.tsx";
import "./hot-spots.css";

type Props = { search: HotSpotsSearch; onSearch: (search: HotSpotsSearch) => void };

const periods = [30, 90, 180, 365];
const usualDays = 180;
const lookers = [
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "supervisor",
  "cityOperator",
];
const deciders = ["dutyOfficer", "commander", "districtCentre", "cityOperator"];

/** What keeps happening: cards that were raised, what recurs, and the classes that people made of it. */
export function HotSpotsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const { appointments } = useMe();
  const [importing, setImporting] = useState(false);
  const holds = (roles: readonly string[]) => appointments.some(({ role }) => roles.includes(role));
  const looks = holds(lookers);
  const own = useOwnUnit();
  const unit = search.unit ?? own;
  const tab = looks ? (search.tab ?? "cards") : "classes";
  const set = (change: HotSpotsSearch) => onSearch({ ...search, ...change });
  return (
    <div className="hot-spots">
      <header className="hot-spots-bar">
        <h1>{t("hotSpots.title")}</h1>
        {looks && (
          <Segmented
            aria-label={t("hotSpots.title")}
            value={tab}
            options={hotSpotTabs.map((value) => ({ value, label: t(`hotSpots.tabs.${value}`) }))}
            onChange={(next) => set({ tab: next })}
          />
        )}
        {looks && (
          <UnitField
            label={t("hotSpots.fields.unit")}
            within={own.length > 2 ? own : ""}
            value={unit}
            levels={["city", "district", "town"]}
            onChange={(next) => set({ unit: next === own ? undefined : next })}
            width={190}
          />
        )}
        {tab === "cards" && (
          <Select
            aria-label={t("hotSpots.fields.status")}
            value={search.status ?? "open"}
            options={HotSpotStatus.options.map((value) => ({
              value,
              label: t(`hotSpots.statuses.${value}`),
            }))}
            onChange={(status) => set({ status: status === "open" ? undefined : status })}
            style={{ width: 120 }}
          />
        )}
        {tab === "recurrences" && (
          <Select
            aria-label={t("hotSpots.fields.by")}
            value={search.by ?? "street"}
            options={RecurrenceBy.options.map((value) => ({
              value,
              label: t(`hotSpots.by.${value}`),
            }))}
            onChange={(by) => set({ by })}
            style={{ width: 170 }}
          />
        )}
        {tab !== "classes" && (
          <Select
            aria-label={t("hotSpots.fields.days")}
            value={search.days ?? usualDays}
            options={periods.map((value) => ({
              value,
              label: t("hotSpots.lastDays", { n: value }),
            }))}
            onChange={(days) => set({ days })}
            style={{ width: 130 }}
          />
        )}
        {tab === "classes" && (
          <Checkbox
            checked={search.ended === "true"}
            onChange={({ target }) => set({ ended: target.checked ? "true" : undefined })}
          >
            {t("hotSpots.classes.withEnded")}
          </Checkbox>
        )}
        {holds(deciders) && (
          <span className="hot-spots-tools no-print">
            <a href="/api/past-cases/template.csv">{t("hotSpots.template")}</a>
            <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
              {t("hotSpots.importButton")}
            </Button>
          </span>
        )}
      </header>
      <p className="muted">{t("hotSpots.line")}</p>
      {tab === "classes" ? (
        <ClassTable unit={looks ? unit : undefined} ended={search.ended} />
      ) : (
        <Places search={search} tab={tab} unit={unit} />
      )}
      {importing && <PastImport onClose={() => setImporting(false)} />}
    </div>
  );
}

type PlacesProps = { search: HotSpotsSearch; tab: "cards" | "recurrences"; unit: string };

function Places({ search, tab, unit }: PlacesProps) {
  const { category, days = usualDays, by = "street", status = "open" } = search;
  const shown = useHotSpots({ unit, category, status: tab === "cards" ? status : "open" });
  const rows = useMemo(() => shown.data?.pages.flatMap(({ items }) => items) ?? [], [shown.data]);
  const period = useMemo(() => ({ unit, category, days }), [unit, category, days]);
  return (
    <div className="hot-spots-panes">
      <div className="hot-spots-list">
        {tab === "cards" ? (
          <QueryState query={shown} rows={10}>
            {() => (
              <CardTable
                rows={rows}
                more={{
                  has: shown.hasNextPage,
                  loading: shown.isFetchingNextPage,
                  load: () => void shown.fetchNextPage(),
                }}
              />
            )}
          </QueryState>
        ) : (
          <RecurrenceTable period={period} by={by} />
        )}
      </div>
      <DensityMap period={period} cards={rows} />
    </div>
  );
}

function PastImport({ onClose }: { onClose: () => void }) {
  const run = useImportPast();
  return <ImportDialog of="hotSpots" accept=".csv" run={run} onClose={onClose} />;
}
