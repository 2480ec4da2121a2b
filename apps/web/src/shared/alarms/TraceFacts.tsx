import type { Clip } from "@gezhi/contract/evidence.ts";
import { useTranslation } from "react-i18next";
import { formatTime } from "../time.tsx";

type Props = { trace: NonNullable<Clip["trace"]> };

/** What a machine supposes about a falling object, in words that say it is only supposed. */
export function TraceFacts({ trace: { at, points, from } }: Props) {
  const { t } = useTranslation();
  const seconds = ((points.at(-1)!.ms - points[0]!.ms) / 1000).toFixed(1);
  const place = from && [
    from.building,
    ...(from.unit === undefined ? [] : [from.unit]),
    ...(from.floor === undefined ? [] : [t("alarms.clips.floor", { n: from.floor })]),
  ];
  return (
    <>
      <p className="figures">
        {place
          ? t("alarms.clips.suspected", { place: place.join(" ") })
          : t("alarms.clips.unknownSource")}
      </p>
      <p className="muted figures">
        {t("alarms.clips.trace", { at: formatTime(at), n: points.length, seconds })}
      </p>
    </>
  );
}
