import type { CareRegister } from "@gezhi/contract/care.ts";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { CareForm, type CareStart } from "./CareForm.tsx";
import { careFilters, type CareSearch } from "./care-routes.tsx";
import { CareFrame } from "./CareFrame.tsx";
import { CareStateTag, OutcomeText } from "./CareTags.tsx";
import { useCareRegister } from "./care-queries.ts";
import { byState, fits, rhythmOf } from "./care-words.ts";
import { useCareUnit } from "./use-care-unit.ts";

type Props = { search: CareSearch; onSearch: (search: CareSearch) => void };

/** Who was seen today, who is due, who was missed (R57); people by place, never those who visit them by number. */
export function CarePage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const own = useCareUnit();
  const query = useCareRegister(search.unit ?? own);
  return (
    <CareFrame
      title={t("care.title")}
      line={t("care.line")}
      unit={search.unit}
      onUnit={(next) => onSearch({ ...search, unit: next })}
      query={query}
    >
      {(register) => <Register register={register} search={search} onSearch={onSearch} />}
    </CareFrame>
  );
}

function Register({ register, search, onSearch }: Props & { register: CareRegister }) {
  const { t } = useTranslation();
  const [start, setStart] = useState<CareStart>();
  const { persons, today, truncated, unit } = register;
  const { filter = "all" } = search;
  const count = (one: (typeof careFilters)[number]) =>
    persons.filter((person) => fits(person, one)).length;
  return (
    <>
      <div className="care-bar">
        <strong className="figures">
          {t("care.today", {
            date: today.date,
            kind: t(today.working ? "care.working" : "care.resting"),
          })}
        </strong>
        <Segmented
          aria-label={t("care.filter")}
          value={filter}
          options={careFilters.map((value) => ({
            value,
            label: `${t(`care.filters.${value}`)} ${count(value)}`,
          }))}
          onChange={(next) => onSearch({ ...search, filter: next === "all" ? undefined : next })}
        />
        <Button type="primary" onClick={() => setStart({ unit: unit.code })}>
          {t("care.add")}
        </Button>
      </div>
      {truncated && <Alert type="info" showIcon title={t("care.truncated")} />}
      <Persons persons={persons.filter((person) => fits(person, filter)).toSorted(byState)} />
      <Unplanned rows={register.unplanned} onPlan={setStart} />
      {start && <CareForm start={start} onClose={() => setStart(undefined)} />}
    </>
  );
}

function Persons({ persons }: { persons: CareRegister["persons"] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("care.title")}
      rows={persons}
      keyOf={({ id }) => id}
      empty={<EmptyState title={t("care.emptyFilter")} />}
      columns={[
        {
          key: "state",
          title: t("care.state"),
          width: 150,
          render: ({ state, told }) => (
            <>
              <CareStateTag state={state} />
              {state === "missed" && (
                <div className="muted">
                  {told > 0 ? t("care.told", { n: told }) : t("care.toldNone")}
                </div>
              )}
            </>
          ),
        },
        {
          key: "person",
          title: t("care.person"),
          header: true,
          width: 120,
          render: ({ id, name, age, simulated }) => (
            <>
              <Link to="/care/$id" params={{ id }}>
                {name}
              </Link>{" "}
              {age !== null && <span className="muted figures">{age}</span>}{" "}
              {simulated && <SimulatedTag />}
            </>
          ),
        },
        {
          key: "place",
          title: t("care.place"),
          render: ({ unit, address }) => (
            <>
              {address}
              <div className="muted">{unit.name}</div>
            </>
          ),
        },
        {
          key: "rhythm",
          title: t("care.rhythm"),
          render: (person) => (
            <>
              {rhythmOf(t, person)}
              <div className="muted figures">{t("care.next", { date: person.dueOn })}</div>
            </>
          ),
        },
        {
          key: "by",
          title: t("care.by"),
          render: ({ visitor, substitute }) => (
            <>
              {visitor.name}
              <div className="muted">
                {substitute
                  ? t("care.substitute", { name: substitute.name })
                  : t("care.noSubstitute")}
              </div>
            </>
          ),
        },
        {
          key: "last",
          title: t("care.last"),
          width: 150,
          render: ({ last }) =>
            last ? (
              <>
                <OutcomeText outcome={last.outcome} />
                <div className="muted">
                  <RelativeTime at={last.at} />
                </div>
              </>
            ) : (
              <span className="muted">{t("care.never")}</span>
            ),
        },
        {
          key: "devices",
          title: t("care.devices"),
          width: 70,
          align: "right",
          render: ({ devices }) => devices,
        },
      ]}
    />
  );
}

type UnplannedProps = { rows: CareRegister["unplanned"]; onPlan: (start: CareStart) => void };
function Unplanned({ rows, onPlan }: UnplannedProps) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p className="muted">{t("care.unplannedNone")}</p>;
  return (
    <section className="care-unplanned">
      <h2>{t("care.unplanned")}</h2>
      <p className="muted">{t("care.unplannedLine")}</p>
      <ul>
        {rows.map(({ device, name, person, place, unit }) => (
          <li key={device}>
            <span>
              {person} · {name} · {place || unit.name}
            </span>
            <Button
              size="small"
              aria-label={`${t("care.plan")} ${person} ${name}`}
              onClick={() =>
                onPlan({ unit: unit.code, device: { id: device, label: `${person} ${name}` } })
              }
            >
              {t("care.plan")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
