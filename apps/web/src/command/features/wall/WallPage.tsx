import { AlertFilled, ExportOutlined, ThunderboltOutlined } from "@ant-design/icons";
import type { Wall, WallTile } from "@gezhi/contract/wall.ts";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLiveFigures } from "../../../shared/figures/figure-queries.ts";
import { useLive } from "../../../shared/live.ts";
import { keepDark } from "../../../shared/preferences.ts";
import { useTicking } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { formatDuration, formatTime } from "../../../shared/time.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { FigureBand } from "./FigureBand.tsx";
import { CategoriesTile, HoursTile, RatesTile, SectionsTile, UnitsTile } from "./FigureTiles.tsx";
import { PlansTile, StreamTile, UrgentTile } from "./IncidentTiles.tsx";
import { ClockTile, ForcesTile, SensorsTile } from "./SideTiles.tsx";
import { useToday, useWallLayout } from "./use-wall.ts";
import { WallMap } from "./WallMap.tsx";
import "./wall.css";

type Props = {
  unit: string | undefined;
  emergency: boolean;
  onUnit: (unit: string) => void;
  onEmergency: (on: boolean) => void;
};
const reloadMs = 5_000;

/** The screen on the wall: dark, from six metres, alone for weeks (R75, R76, R82). */
export function WallPage({ unit: asked, emergency, onUnit, onEmergency }: Props) {
  const { t } = useTranslation();
  const own = useMe().appointments[0]?.unit;
  const unit = asked ?? own ?? "50";
  const layout = useWallLayout(unit);
  const today = useToday(unit);
  useLiveFigures();
  useDark();
  useReload();
  const mayNot = today.error && !today.data;
  const records = today.data?.total.list !== null;
  const red = today.data?.total.standing?.byUrgency["red"] ?? 0;
  const columns = emergency ? layout.emergency : layout.peace;

  // Who sees no single record has the parts of the unit in place of the stream.
  const shown = (tile: WallTile): WallTile =>
    !records && (tile === "stream" || tile === "urgent") ? "units" : tile;
  const column = (of: readonly WallTile[]) =>
    [...new Set(of.map(shown))].map((tile) => (
      <div key={tile} className="wall-slot">
        <TileOf tile={tile} unit={unit} layout={layout} records={records} onUnit={onUnit} />
      </div>
    ));

  return (
    <div className={`wall${emergency ? " wall-emergency" : ""}`}>
      <header className="wall-head">
        <h1>{t("wall.title", { unit: today.data?.unit.name ?? "" })}</h1>
        {today.data && today.data.path.length > 1 && (
          <nav className="wall-path" aria-label={t("figures.unit")}>
            {today.data.path.slice(0, -1).map(({ code, name }) => (
              <button key={code} type="button" onClick={() => onUnit(code)}>
                {name}
              </button>
            ))}
          </nav>
        )}
        {red > 0 && !emergency && (
          <p className="wall-warn">
            <AlertFilled aria-hidden /> {t("wall.redWaits", { n: red })}
          </p>
        )}
        <Connection />
        <Now />
        <Button icon={<ThunderboltOutlined aria-hidden />} onClick={() => onEmergency(!emergency)}>
          {t(emergency ? "wall.toPeace" : "wall.toEmergency")}
        </Button>
        <Link to="/" className="wall-exit" aria-label={t("wall.exit")}>
          <ExportOutlined aria-hidden />
        </Link>
      </header>
      {mayNot ? (
        <EmptyState title={today.error.message} />
      ) : (
        <main className="wall-body">
          <div className="wall-column">{column(columns.left)}</div>
          <div className="wall-middle">
            <FigureBand unit={unit} layout={layout} />
            <WallMap unit={unit} records={records} emergency={emergency} onUnit={onUnit} />
          </div>
          <div className="wall-column">{column(columns.right)}</div>
        </main>
      )}
    </div>
  );
}

type TileProps = {
  tile: WallTile;
  unit: string;
  layout: Wall;
  records: boolean;
  onUnit: (unit: string) => void;
};
function TileOf({ tile, unit, layout, records, onUnit }: TileProps) {
  switch (tile) {
    case "urgent":
      return <UrgentTile unit={unit} records={records} />;
    case "rates":
      return <RatesTile unit={unit} layout={layout} />;
    case "sections":
      return <SectionsTile unit={unit} />;
    case "hours":
      return <HoursTile unit={unit} />;
    case "categories":
      return <CategoriesTile unit={unit} />;
    case "units":
      return <UnitsTile unit={unit} onUnit={onUnit} />;
    case "sensors":
      return <SensorsTile unit={unit} records={records} />;
    case "stream":
      return <StreamTile unit={unit} records={records} />;
    case "clock":
      return <ClockTile />;
    case "forces":
      return <ForcesTile unit={unit} />;
    default:
      return <PlansTile unit={unit} />;
  }
}

function Now() {
  const at = useTicking(useCallback((now: number) => formatTime(now), []));
  return <time className="wall-now figures">{at}</time>;
}

function Connection() {
  const { t } = useTranslation();
  const { status, lostAt } = useLive();
  const text = useTicking(
    useCallback(
      () => (lostAt === null ? "" : formatDuration(t, Math.max(0, Date.now() - lostAt))),
      [lostAt, t],
    ),
  );
  if (status === "connected") return <output className="wall-fresh">● {t("wall.fresh")}</output>;
  return (
    <output className="wall-lost">
      ○ {text ? t("wall.lost", { text }) : t("live.connecting")}
    </output>
  );
}

function useDark(): void {
  useEffect(() => {
    keepDark(true);
    return () => keepDark(false);
  }, []);
}

/** Nobody is there to press a button when the server no longer keeps what was missed. */
function useReload(): void {
  const { status } = useLive();
  useEffect(() => {
    if (status !== "reload") return undefined;
    const timer = setTimeout(() => window.location.reload(), reloadMs);
    return () => clearTimeout(timer);
  }, [status]);
}
