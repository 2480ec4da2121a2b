import { CaretRightOutlined, HistoryOutlined, PauseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { serverNow, useTicking } from "../../../shared/server-clock.ts";
import { formatTime } from "../../../shared/time.tsx";
import { earliest, speeds, stepMs, type Speed } from "./playback-rules.ts";
import type { Playback } from "./use-playback.ts";

const hourMs = 3_600_000;
const jumps = [-24, -1, 1, 24] as const;
const minuteOf = (now: number) => Math.floor(now / stepMs) * stepMs;

/** As a field for date and time writes it, in Beijing. */
const localOf = (at: number) => new Date(at + 8 * hourMs).toISOString().slice(0, 16);

/** Time under the map: any moment of the last thirty days, and play. Says loudly that it is not now. */
export function PlaybackBar({ playback, failed }: { playback: Playback; failed: boolean }) {
  const { t } = useTranslation();
  const now = useTicking(minuteOf);
  const { at, speed, playing, seek, setSpeed, toggle } = playback;
  if (at === undefined) return null;
  return (
    <section className="map-playback" aria-label={t("cityMap.playback.title")}>
      <div className="map-playback-line">
        <Button
          type="primary"
          size="small"
          icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
          onClick={toggle}
        >
          {t(playing ? "cityMap.playback.pause" : "cityMap.playback.play")}
        </Button>
        <fieldset className="map-speeds">
          <legend className="visually-hidden">{t("cityMap.playback.speed")}</legend>
          {speeds.map((one: Speed) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === speed}
              onClick={() => setSpeed(one)}
            >
              {one}×
            </button>
          ))}
        </fieldset>
        {jumps.map((hours) => (
          <Button key={hours} size="small" onClick={() => seek(at + hours * hourMs)}>
            {t(`cityMap.playback.jump.${hours}`)}
          </Button>
        ))}
        <input
          type="datetime-local"
          aria-label={t("cityMap.playback.goTo")}
          value={localOf(at)}
          min={localOf(earliest(now))}
          max={localOf(now)}
          onChange={({ target }) =>
            target.value && seek(Date.parse(`${target.value.slice(0, 16)}:00+08:00`))
          }
        />
        <Button size="small" className="map-playback-now" onClick={() => seek(undefined)}>
          {t("cityMap.playback.backToNow")}
        </Button>
      </div>
      <input
        type="range"
        aria-label={t("cityMap.playback.moment")}
        aria-valuetext={formatTime(at)}
        min={earliest(now)}
        max={now}
        step={stepMs}
        value={Math.min(at, now)}
        onChange={({ target }) => seek(Number(target.value))}
      />
      <div className="map-playback-ends muted figures" aria-hidden>
        <span>{formatTime(earliest(now), "short")}</span>
        <span>{t("cityMap.playback.now")}</span>
      </div>
      <p className="map-note muted">{failed ? t("cityMap.failed") : t("cityMap.playback.note")}</p>
    </section>
  );
}

/** So that nobody takes the past for now. */
export function PastBanner({ at }: { at: number | undefined }) {
  const { t } = useTranslation();
  if (at === undefined) return null;
  return (
    <output className="map-past-banner">
      <HistoryOutlined aria-hidden /> <strong>{t("cityMap.playback.past")}</strong>{" "}
      <span className="figures">{formatTime(at)}</span> · {t("cityMap.playback.notNow")}
    </output>
  );
}

/** Begins an hour ago. */
export function PlaybackButton({ playback }: { playback: Playback }) {
  const { t } = useTranslation();
  const { at, seek } = playback;
  if (at !== undefined) return null;
  return (
    <Button icon={<HistoryOutlined aria-hidden />} onClick={() => seek(serverNow() - hourMs)}>
      {t("cityMap.playback.open")}
    </Button>
  );
}
