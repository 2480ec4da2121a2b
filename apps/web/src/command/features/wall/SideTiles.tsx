import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../../shared/figures/figure-words.ts";
import { useTicking } from "../../../shared/server-clock.ts";
import { formatTime } from "../../../shared/time.tsx";
import { useDuty } from "../duty/duty-queries.ts";
import { Tile } from "./Tile.tsx";
import { useSensors } from "./use-wall.ts";

const states = ["online", "late", "offline", "silent"] as const;

/** Who sees no records sees no devices either, only how many there are. */
export function SensorsTile({ unit, records }: { unit: string; records: boolean }) {
  const { t } = useTranslation();
  const { data, dataUpdatedAt } = useSensors(unit);
  return (
    <Tile title={t("wall.tiles.sensors")} since={dataUpdatedAt} grow={0.6}>
      <div className="wall-states">
        {states.map((state) => {
          const words = (
            <>
              <strong>{data ? formatCount(data[state] ?? 0) : "–"}</strong>
              <span>{t(`wall.devices.${state}`)}</span>
            </>
          );
          const look = `wall-state-${state}`;
          return records ? (
            <Link key={state} to="/devices" search={{ unit, state }} className={look}>
              {words}
            </Link>
          ) : (
            <div key={state} className={look}>
              {words}
            </div>
          );
        })}
      </div>
    </Tile>
  );
}

export function ClockTile() {
  const { t } = useTranslation();
  const at = useTicking(useCallback((now: number) => formatTime(now), []));
  const [day, time] = at.split(" ");
  return (
    <Tile title={t("wall.tiles.clock")} grow={0.8}>
      <time className="wall-clock figures">
        <strong>{time}</strong>
        <span>{day}</span>
      </time>
    </Tile>
  );
}

/** Who is on duty in the town's centre and posts in the shift that runs. */
export function ForcesTile({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const town = unit.slice(0, 9);
  const { data, dataUpdatedAt } = useDuty({ unit: town, days: 1 }, town.length === 9);
  const now =
    data?.cells.filter(({ day, shift }) => day === data.now.day && shift === data.now.shift) ?? [];
  const rows = (data?.duties ?? []).flatMap(({ duty, name, holders }) => {
    const people = now.find((cell) => cell.duty === duty)?.people ?? holders;
    return people.length > 0 ? [{ duty, name, people }] : [];
  });
  return (
    <Tile title={t("wall.tiles.forces")} since={data && dataUpdatedAt} grow={1.4}>
      {rows.length === 0 && <p className="wall-none">{t("wall.noForces")}</p>}
      <ul className="wall-forces">
        {rows.slice(0, 14).map(({ duty, name, people }) => (
          <li key={duty}>
            <span>{name}</span>
            <strong>
              {people
                .slice(0, 2)
                .map((person) => person.name)
                .join("、")}
            </strong>
          </li>
        ))}
      </ul>
    </Tile>
  );
}
