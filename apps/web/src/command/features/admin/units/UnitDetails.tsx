import type { Unit, UnitLevel } from "@gezhi/contract/units.ts";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUnitDetail, type UnitDetail } from "../../../../shared/units/unit-queries.ts";
import { DataTable } from "../../../../shared/ui/DataTable.tsx";
import { QueryState } from "../../../../shared/ui/states.tsx";
import { useAdministered } from "../administered.ts";
import { UnitChangeForm, type ChangeKind } from "./UnitChangeForm.tsx";
import { UnitMap } from "./UnitMap.tsx";

type Props = { code: string; onSelect: (code: string) => void };

const changesOf: Record<UnitLevel, readonly ChangeKind[]> = {
  city: ["rename", "create"],
  district: ["rename", "create", "merge"],
  town: ["rename", "create", "merge"],
  village: ["rename", "create", "merge"],
  grid: ["rename", "create", "merge"],
  microGrid: ["rename", "end"],
};

export function UnitDetails({ code, onSelect }: Props) {
  const query = useUnitDetail(code);
  return (
    <section className="units-detail">
      <QueryState query={query} rows={8}>
        {(unit) => <LoadedUnit unit={unit} onSelect={onSelect} />}
      </QueryState>
    </section>
  );
}

function LoadedUnit({ unit, onSelect }: { unit: UnitDetail; onSelect: (code: string) => void }) {
  const { t } = useTranslation();
  const administered = useAdministered();
  const [change, setChange] = useState<ChangeKind>();
  const versions = unit.history.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  const [last] = versions;
  const endsOn = last?.validTo ?? null;
  const next = versions.find(({ validFrom }) => validFrom === unit.validTo);
  const mayChange = unit.code.startsWith(administered) && endsOn === null;
  const hasStaff = unit.level !== "microGrid";
  return (
    <>
      <nav aria-label={t("admin.units.path")} className="unit-path">
        {unit.path.map(({ code, name }) =>
          code === unit.code || !code.startsWith(administered) ? (
            <span key={code}>{name}</span>
          ) : (
            <button key={code} type="button" className="text-button" onClick={() => onSelect(code)}>
              {name}
            </button>
          ),
        )}
      </nav>
      <header className="document-title">
        <h2>{unit.name}</h2>
        <span className="status-tag">{t(`admin.levels.${unit.level}`)}</span>
        {unit.approximate && (
          <span className="simulated-tag" title={t("admin.units.approximateHint")}>
            {t("admin.units.approximate")}
          </span>
        )}
        {next && (
          <span className="status-tag">
            {next.name === unit.name
              ? t("admin.units.adjusted", { date: next.validFrom })
              : t("admin.units.becomes", { date: next.validFrom, name: next.name })}
          </span>
        )}
        {endsOn && <span className="status-tag">{t("admin.units.endsOn", { date: endsOn })}</span>}
        <span className="document-buttons">
          {mayChange &&
            changesOf[unit.level].map((kind) => (
              <Button
                key={kind}
                aria-expanded={change === kind}
                onClick={() => setChange(change === kind ? undefined : kind)}
              >
                {t(`admin.units.changes.${kind}`)}
              </Button>
            ))}
        </span>
      </header>
      {change && (
        <UnitChangeForm
          key={change}
          unit={unit}
          kind={change}
          onDone={(next) => {
            setChange(undefined);
            onSelect(next);
          }}
          onCancel={() => setChange(undefined)}
        />
      )}
      <div className="unit-columns">
        <div>
          <dl className="facts">
            <Fact name={t("admin.units.code")}>
              <span className="figures">{unit.code}</span>
            </Fact>
            <Fact name={t("admin.units.shortName")}>{unit.shortName}</Fact>
            <Fact name={t("admin.units.children")}>
              <span className="figures">{unit.children}</span>
            </Fact>
            <Fact name={t("admin.units.point")}>
              <span className="figures">
                {unit.lon.toFixed(5)}, {unit.lat.toFixed(5)}
              </span>
            </Fact>
            <Fact name={t("admin.units.validFrom")}>
              <span className="figures">{unit.validFrom}</span>
            </Fact>
            {last?.successor && (
              <Fact name={t("admin.units.successor")}>
                <SuccessorLink code={last.successor} onSelect={onSelect} />
              </Fact>
            )}
          </dl>
          {hasStaff && (
            <p className="unit-links">
              <Link to="/admin/appointments" search={{ unit: unit.code }}>
                {t("admin.nav.appointments")}
              </Link>
              <Link to="/admin/people" search={{ unit: unit.code }}>
                {t("admin.nav.people")}
              </Link>
              <Link to="/audit" search={{ unit: unit.code, kind: "unit" }}>
                {t("admin.units.audit")}
              </Link>
            </p>
          )}
          <h3>{t("admin.units.history")}</h3>
          <HistoryTable versions={versions} onSelect={onSelect} />
        </div>
        <UnitMap unit={unit} />
      </div>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function SuccessorLink({ code, onSelect }: { code: string; onSelect: (code: string) => void }) {
  const { data } = useUnitDetail(code);
  return (
    <button type="button" className="text-button" onClick={() => onSelect(code)}>
      {data?.name ?? code} <span className="figures">{code}</span>
    </button>
  );
}

type HistoryProps = { versions: readonly Unit[]; onSelect: (code: string) => void };

/** Every version the unit has had, newest first. */
function HistoryTable({ versions, onSelect }: HistoryProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("admin.units.history")}
      rows={versions}
      keyOf={({ validFrom }) => validFrom}
      columns={[
        { key: "name", title: t("admin.units.name"), header: true, render: ({ name }) => name },
        {
          key: "validFrom",
          title: t("admin.units.validFrom"),
          render: ({ validFrom }) => <span className="figures">{validFrom}</span>,
        },
        {
          key: "validTo",
          title: t("admin.units.validTo"),
          render: ({ validTo }) => <span className="figures">{validTo ?? "—"}</span>,
        },
        {
          key: "successor",
          title: t("admin.units.successor"),
          render: ({ successor }) =>
            successor ? <SuccessorLink code={successor} onSelect={onSelect} /> : "—",
        },
      ]}
    />
  );
}
