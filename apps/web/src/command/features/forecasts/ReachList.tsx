import type { Forecast } from "@gezhi/contract/forecasts.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { formatDuration, formatTime } from "../../../shared/time.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { formatReading } from "../devices/use-profiles.ts";

/** Minutes are more than anybody can know hours ahead. */
const rounded = (ms: number): number => {
  const step = ms > 3_600_000 ? 600_000 : 300_000;
  return Math.max(step, Math.round(ms / step) * step);
};

/** "In about 2 h it comes to orange, at 14:20; between 1 h 40 and 2 h 30." */
export function ReachList({ forecast: { reaches, unit } }: { forecast: Forecast }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const now = serverNow();
  const ahead = (at: string) => formatDuration(t, rounded(Math.max(0, Date.parse(at) - now)));
  const bounds = (earliest: string, latest: string | null): string => {
    const from = ahead(earliest);
    if (latest === null) return t("forecasts.notBefore", { from });
    const to = ahead(latest);
    return from === to ? "" : t("forecasts.between", { from, to });
  };
  return (
    <ul className="forecast-reaches">
      {reaches.map(({ level, threshold, at, earliest, latest }) => (
        <li key={level}>
          <UrgencyTag urgency={level} />
          <span>
            {t("forecasts.reach", {
              text: ahead(at),
              at: formatTime(at, "short").slice(-5),
              value: formatReading(threshold, words.sensor(unit)),
            })}
            <span className="muted"> {bounds(earliest, latest)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the words above rest on. */
export function Basis({ forecast: { perHour, from, to, readings, unit } }: { forecast: Forecast }) {
  const { t } = useTranslation();
  const words = useServerWords();
  if (perHour === null || !from || !to) return null;
  return (
    <span className="muted">
      {t("forecasts.basis", {
        span: formatDuration(t, rounded(Date.parse(to) - Date.parse(from))),
        n: readings,
        slope: `${perHour > 0 ? "+" : ""}${formatReading(Number(perHour.toPrecision(2)), words.sensor(unit))}`,
      })}
    </span>
  );
}
