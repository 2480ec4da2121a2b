import type { FireLanes } from "@gezhi/contract/fire-lanes.ts";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { AlarmTabs } from "../alarms/AlarmTabs.tsx";
import "./fire-lanes.css";
import { useFireLanes, useLaneUnit } from "./lane-queries.ts";
import { LaneStopItem } from "./LaneStopItem.tsx";
import { PlateReveal } from "./PlateReveal.tsx";

/** For the fire post: what stands in a lane now, and which vehicles and lanes keep coming back (R56). */
export function FireLanesPage() {
  const { t } = useTranslation();
  const unit = useLaneUnit();
  return (
    <div className="fire-lanes">
      <AlarmTabs />
      <h1>{t("fireLanes.title")}</h1>
      {unit ? <Loaded unit={unit} /> : <EmptyState title={t("fireLanes.notYours")} />}
    </div>
  );
}

function Loaded({ unit }: { unit: string }) {
  const query = useFireLanes(unit);
  return (
    <QueryState query={query} rows={8}>
      {(lanes) => <Lists lanes={lanes} />}
    </QueryState>
  );
}

function Lists({ lanes }: { lanes: FireLanes }) {
  const { t } = useTranslation();
  const { keptDays, standing, vehicles, cut } = lanes;
  return (
    <>
      <p className="muted">{t("fireLanes.kept", { days: keptDays })}</p>
      {cut && <Alert type="info" showIcon title={t("fireLanes.cut")} />}
      <section aria-labelledby="lanes-standing">
        <h2 id="lanes-standing">{t("fireLanes.standingNow", { n: standing.length })}</h2>
        {standing.length === 0 && <p>{t("fireLanes.noneStands")}</p>}
        <div className="fire-lanes-standing">
          {standing.map((stop) => (
            <div key={stop.id}>
              <LaneStopItem stop={stop} />
              <Of incident={stop.incident} />
            </div>
          ))}
        </div>
      </section>
      <h2>{t("fireLanes.vehicles")}</h2>
      <DataTable
        caption={t("fireLanes.vehicles")}
        rows={vehicles}
        keyOf={({ stop }) => stop}
        empty={<EmptyState title={t("fireLanes.noVehicles")} />}
        columns={[
          {
            key: "plate",
            title: t("fireLanes.plate"),
            header: true,
            render: ({ stop, plate }) => <PlateReveal stop={stop} plate={plate} may />,
          },
          {
            key: "times",
            title: t("fireLanes.count"),
            width: 80,
            align: "right",
            render: ({ times }) => <span className="figures">{times}</span>,
          },
          {
            key: "lanes",
            title: t("fireLanes.lanes"),
            render: (row) => <span className="fire-lanes-name">{row.lanes.join("、")}</span>,
          },
          ...lastColumns(t),
        ]}
      />
      <h2>{t("fireLanes.laneList")}</h2>
      <DataTable
        caption={t("fireLanes.laneList")}
        rows={lanes.lanes}
        keyOf={({ lane, lastAt }) => `${lane} ${lastAt}`}
        empty={<EmptyState title={t("fireLanes.noLanes")} />}
        columns={[
          {
            key: "lane",
            title: t("fireLanes.lane"),
            header: true,
            render: ({ lane }) => <span className="fire-lanes-name">{lane}</span>,
          },
          {
            key: "times",
            title: t("fireLanes.count"),
            width: 80,
            align: "right",
            render: ({ times }) => <span className="figures">{times}</span>,
          },
          {
            key: "of",
            title: t("fireLanes.ofVehicles"),
            width: 90,
            align: "right",
            render: (row) => <span className="figures">{row.vehicles}</span>,
          },
          ...lastColumns(t),
        ]}
      />
    </>
  );
}

type Last = Pick<FireLanes["lanes"][number], "lastAt" | "lastIncident">;

const lastColumns = (t: TFunction) => [
  {
    key: "last",
    title: t("fireLanes.last"),
    width: 150,
    render: ({ lastAt }: Last) => <ExactTime at={lastAt} format="short" />,
  },
  {
    key: "incident",
    title: t("fireLanes.incident"),
    width: 220,
    render: ({ lastIncident }: Last) => <Of incident={lastIncident} />,
  },
];

const Of = ({ incident: { id, number } }: { incident: { id: string; number: string } }) => (
  <Link to="/incidents/$id" params={{ id }}>
    {number}
  </Link>
);
