import type { PatrolDue } from "@gezhi/contract/patrols.ts";
import { Link } from "@tanstack/react-router";
import { Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { usePatrolDuties } from "../../../shared/patrols/my-patrols.ts";
import { everyWords } from "../../../shared/patrols/patrol-words.ts";
import { DataTable, type DataColumn } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { usePatrolDues } from "./patrol-due-queries.ts";
import type { PatrolDuesSearch } from "./patrol-routes.tsx";
import "./patrols.css";

type Props = { search: PatrolDuesSearch; onSearch: (search: PatrolDuesSearch) => void };
const periods = { today: "1", week: "7", month: "30" } as const;
type Period = keyof typeof periods;
type State = "all" | "due" | "missed" | "done";
const states: readonly State[] = ["all", "due", "missed", "done"];

/** What the grids of a town are to patrol (R26): by grid and duty, never by person. */
export function PatrolDuesPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const own = useOwnUnit();
  const { days = "7", ...asked } = search;
  const unit = asked.unit ?? (own.length >= 9 ? own : undefined);
  const dues = usePatrolDues({ ...asked, unit, days: Number(days) }, own.length >= 9 || !!unit);
  const duties = usePatrolDuties();
  const columns = useColumns();
  const shown: State = search.state ?? "all";
  const set = (change: PatrolDuesSearch) => onSearch({ ...search, ...change });
  return (
    <div className="patrol-dues">
      <header>
        <h1>{t("patrols.dues.title")}</h1>
        <p className="muted">{t("patrols.dues.note")}</p>
      </header>
      <div className="patrol-dues-bar no-print">
        <UnitField
          label={t("patrols.fields.unit")}
          placeholder={t("patrols.dues.chooseTown")}
          within={own.length > 2 ? own : ""}
          value={unit}
          allowClear
          onChange={(next) => set({ unit: next })}
          width={220}
        />
        <Segmented
          aria-label={t("patrols.dues.period")}
          value={days}
          options={(Object.keys(periods) as Period[]).map((name) => ({
            value: periods[name],
            label: t(`patrols.dues.periods.${name}`),
          }))}
          onChange={(next) => set({ days: next })}
        />
        <Segmented
          aria-label={t("patrols.dues.state")}
          value={shown}
          options={states.map((value) => ({ value, label: t(`patrols.dues.states.${value}`) }))}
          onChange={(next) => set({ state: next === "all" ? undefined : next })}
        />
        <Select
          allowClear
          aria-label={t("patrols.dues.duty")}
          placeholder={t("patrols.dues.duty")}
          value={search.duty ?? null}
          options={duties.map(({ code, task }) => ({ value: code, label: task }))}
          onChange={(duty: string | null) => set({ duty: duty ?? undefined })}
          popupMatchSelectWidth={false}
          style={{ width: 190 }}
        />
      </div>
      {own.length < 9 && !unit ? (
        <EmptyState title={t("patrols.dues.chooseTown")} />
      ) : (
        <QueryState query={dues} rows={10}>
          {({ items, totals, grids, more, closed }) =>
            closed ? (
              <EmptyState title={t("cityMap.closed")} />
            ) : (
              <>
                <p className="patrol-dues-totals figures">
                  {t("patrols.dues.totals", { grids, ...totals })}
                </p>
                <DataTable
                  caption={t("patrols.dues.title")}
                  rows={items}
                  keyOf={({ unit: { code }, duty }) => `${code} ${duty.code}`}
                  empty={<EmptyState title={t("patrols.dues.none")} />}
                  columns={columns}
                />
                {more && <p className="muted">{t("patrols.dues.more", { n: items.length })}</p>}
              </>
            )
          }
        </QueryState>
      )}
    </div>
  );
}

function useColumns(): DataColumn<PatrolDue>[] {
  const { t } = useTranslation();
  return [
    {
      key: "unit",
      title: t("patrols.fields.unit"),
      header: true,
      width: 210,
      render: ({ unit }: PatrolDue) => (
        <Link to="/map" search={{ unit: unit.code, patrols: "on", chosen: `unit:${unit.code}` }}>
          {unit.name}
        </Link>
      ),
    },
    {
      key: "duty",
      title: t("patrols.dues.duty"),
      render: ({ duty, simulated }: PatrolDue) => (
        <>
          {duty.task} {simulated && <SimulatedTag />}
        </>
      ),
    },
    {
      key: "every",
      title: t("patrols.dues.every"),
      width: 110,
      render: ({ everyDays }: PatrolDue) => everyWords(t, everyDays),
    },
    {
      key: "state",
      title: t("patrols.dues.state"),
      width: 240,
      render: ({ state, last }: PatrolDue) => (
        <span className={`patrol-due patrol-due-${state}`}>
          {state === "done"
            ? t("patrols.dues.doneNow")
            : t("patrols.dues.dueUntil", { day: last.slice(5) })}
        </span>
      ),
    },
    {
      key: "done",
      title: t("patrols.dues.done"),
      width: 90,
      align: "right" as const,
      render: ({ done }: PatrolDue) => <span className="figures">{done}</span>,
    },
    {
      key: "missed",
      title: t("patrols.dues.missed"),
      width: 130,
      align: "right" as const,
      render: ({ missed }: PatrolDue) =>
        missed === 0 ? (
          <span className="figures muted">0</span>
        ) : (
          <strong className="figures">{missed}</strong>
        ),
    },
    {
      key: "lastWalked",
      title: t("patrols.dues.lastWalked"),
      width: 120,
      render: ({ lastWalked }: PatrolDue) => <span className="figures">{lastWalked ?? "—"}</span>,
    },
  ];
}
