import type { ReactNode } from "react";
import type { Clip } from "@gezhi/contract/evidence.ts";
import { useTranslation } from "react-i18next";
import { formatTime } from "../time.tsx";
import { PhotoStrip } from "../ui/PhotoStrip.tsx";
import { SimulatedTag } from "../ui/tags.tsx";
import "./clips.css";
import { TraceFacts } from "./TraceFacts.tsx";
import { type ClipsOf, useClips } from "./clip-queries.ts";

type Props = {
  of: ClipsOf;
  size?: number;
  most?: number;
  /** How what is sealed is opened here; absent: it is not. */
  opening?: (clip: Clip, label: string) => ReactNode;
};

/** Pictures and short films of an alarm as they come in; nothing stands here while there are none. */
export function AlarmClips({ of, size = 120, most = Number.POSITIVE_INFINITY, opening }: Props) {
  const { t } = useTranslation();
  const items = useClips(of).data?.items ?? [];
  if (items.length === 0) return null;
  const shown = items.slice(-most);
  const open = shown.flatMap((clip) => fileOf(clip, t("alarms.clips.label", timesOf(clip))) ?? []);
  return (
    <figure className="alarm-clips" aria-label={t("alarms.clips.title")}>
      <PhotoStrip files={open} size={size} />
      <figcaption>
        {shown.map((clip) => (
          <div key={clip.id}>
            <p className="muted figures">
              {t(lineOf(clip), timesOf(clip))} {clip.simulated && <SimulatedTag />}
            </p>
            {clip.trace && <TraceFacts trace={clip.trace} />}
            {clip.opening !== null && opening?.(clip, t("alarms.clips.label", timesOf(clip)))}
          </div>
        ))}
        {items.length > shown.length && (
          <p className="muted">{t("alarms.clips.more", { n: items.length })}</p>
        )}
      </figcaption>
    </figure>
  );
}

const timesOf = ({ at, deletedAt }: Clip) => ({
  at: formatTime(at).slice(11),
  deleted: deletedAt === null ? "" : formatTime(deletedAt),
});

const fileOf = ({ id, type, url, thumbnail }: Clip, label: string) =>
  url === null ? undefined : { key: id, type, url, thumbnail, label };

function lineOf({ deletedAt, sealed, masked }: Clip) {
  if (deletedAt !== null) return "alarms.clips.deleted" as const;
  if (sealed) return "alarms.clips.sealed" as const;
  return masked ? ("alarms.clips.masked" as const) : ("alarms.clips.taken" as const);
}
