import type { MapForce, MapPoint } from "@gezhi/contract/map.ts";
import { Button } from "antd";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { RelativeTime } from "../../../shared/time.tsx";
import { DataTable, type DataColumn } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { LookSign } from "../buildings/BuildingSign.tsx";
import { useLookName } from "../buildings/use-look-name.ts";
import { PatrolSign } from "../patrols/PatrolSign.tsx";
import type { Things } from "./CityMap.tsx";
import { useWorstName } from "./map-names.ts";
import { listRows, mostRows, type ListRow } from "./map-list-rules.ts";
import type { View } from "./map-view-rules.ts";
import { Sign } from "./Sign.tsx";

type Props = {
  things: Things;
  chosen: string | undefined;
  onChoose: (chosen: string) => void;
  onGoal: (view: View) => void;
};

/** The map's twin: the same things as rows, to be read and opened without a mouse. */
export function MapList({ things, chosen, onChoose, onGoal }: Props) {
  const { t } = useTranslation();
  const worstName = useWorstName();
  const lookName = useLookName();
  const every = useMemo(() => listRows(things), [things]);
  const rows = every.length > mostRows ? every.slice(0, mostRows) : every;
  const columns: DataColumn<ListRow>[] = [
    {
      key: "what",
      title: t("cityMap.list.what"),
      width: 84,
      render: ({ kind, worst, building, patrol }) => (
        <>
          {patrol && <PatrolSign state={patrol.state} />}
          {building && <LookSign look={building.look} />}
          {(kind === "incident" || kind === "alarm" || kind === "device") && (
            <Sign kind={kind} worst={worst} />
          )}{" "}
          {t(`cityMap.kinds.${kind}`)}
        </>
      ),
    },
    {
      key: "worst",
      title: t("cityMap.list.worst"),
      width: 140,
      render: (row) => {
        if (row.kind === "force") return dutyOf(row.force, t);
        if (row.kind === "figure")
          return t("cityMap.openOf", { open: row.figure?.open, overdue: row.figure?.overdue });
        if (row.kind === "heat") return t("cityMap.heat.count", { n: row.count });
        if (row.kind === "place") return row.place && t(`places.kinds.${row.place.kind}`);
        if (row.kind === "plot") return row.plot && t(`plots.kinds.${row.plot.kind}`);
        if (row.kind === "building") return row.building && lookName(row.building);
        if (row.kind === "patrol") return row.patrol && t(`patrols.states.${row.patrol.state}`);
        return worstName(row.kind, row.worst);
      },
    },
    {
      key: "title",
      title: t("cityMap.list.title"),
      header: true,
      render: (row) => (
        <>
          <Button
            type="link"
            size="small"
            onClick={() => (row.chosen ? onChoose(row.chosen) : onGoal(row.goal))}
          >
            {(row.point && (row.point.title || t("cityMap.somebody"))) ??
              (row.cell && (row.cell.unit?.name ?? t("cityMap.heat.noUnit"))) ??
              row.patrol?.duty.task ??
              row.force?.unit.name ??
              row.figure?.name ??
              (row.building ?? row).place?.name ??
              (row.plot && (row.plot.name || t(`plots.kinds.${row.plot.kind}`))) ??
              t("cityMap.list.cluster", { n: row.count })}
          </Button>{" "}
          {(row.point?.simulated ?? row.patrol?.simulated) && <SimulatedTag />}
        </>
      ),
    },
    {
      key: "number",
      title: t("cityMap.list.number"),
      width: 172,
      render: ({ point, plot }) => (
        <span className="figures">
          {point?.number ?? (plot?.owner.type === "incident" ? plot.owner.number : "")}
        </span>
      ),
    },
    {
      key: "unit",
      title: t("cityMap.list.unit"),
      width: 150,
      render: ({ point, place, building, plot, patrol }) =>
        (point ?? place ?? building?.place ?? plot ?? patrol)?.unit.name ?? "",
    },
    {
      key: "since",
      title: t("cityMap.list.since"),
      width: 84,
      render: ({ point, plot, patrol }) => {
        const at = plot?.changed.at ?? patrol?.startedAt;
        return at ? <RelativeTime at={at} /> : since(point);
      },
    },
    {
      key: "show",
      title: t("cityMap.list.show"),
      width: 80,
      render: ({ goal, chosen: of }) => (
        <Button size="small" onClick={() => onGoal(goal)}>
          {t(of ? "cityMap.list.go" : "cityMap.list.closer")}
        </Button>
      ),
    },
  ];
  return (
    <div className="map-list">
      {every.length > mostRows && (
        <p className="map-note map-cut">
          {t("cityMap.list.cut", { shown: mostRows, all: every.length })}
        </p>
      )}
      <DataTable
        caption={t("cityMap.list.caption", { n: rows.length })}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        selected={(row) => row.chosen !== undefined && row.chosen === chosen}
        empty={<EmptyState title={t("cityMap.list.empty")} hint={t("cityMap.list.emptyHint")} />}
      />
    </div>
  );
}

const since = (point: MapPoint | undefined) =>
  point?.since ? <RelativeTime at={point.since} /> : null;
const dutyOf = (force: MapForce | undefined, t: TFunction) =>
  force
    ? t(force.onDuty > 0 ? "cityMap.duty" : "cityMap.noDuty", {
        onDuty: force.onDuty,
        people: force.people,
      })
    : "";
