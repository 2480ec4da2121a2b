import { AlertFilled, VideoCameraOutlined } from "@ant-design/icons";
import type { AlarmDetail } from "@gezhi/contract/alarms.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { formatTime, RelativeTime } from "../../../shared/time.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import type { Raised } from "./alarm-popups.ts";

type Props = {
  alarm: Raised;
  detail: AlarmDetail | undefined;
  count: number;
  /** Only what and where, and how many others wait. */
  folded?: number;
};
const namedAtMost = 2;

/** What, where, since when, against which threshold, who knows; the last lines come when they are fetched. */
export function PopupFacts({ alarm, detail, count, folded }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  // What is told to everybody hides what is a person's own; whoever may see it sees it here too.
  const known = detail?.level === alarm.level ? detail : alarm;
  return (
    <>
      <header className="alarm-popup-head">
        <AlertFilled aria-hidden className="alarm-popup-icon" />
        <UrgencyTag urgency={alarm.level} />
        <strong>{words.sensor(alarm.ruleName)}</strong>
        {alarm.simulated && <SimulatedTag />}
        {count > 1 && <span className="alarm-count">{t("alarms.popup.count", { n: count })}</span>}
      </header>
      {folded === undefined && (
        <p className="alarm-popup-reading figures">{words.reading(known.reading)}</p>
      )}
      <p className="alarm-popup-place">
        {known.place}
        {detail && detail.unit.name !== known.place && (
          <span className="muted"> {detail.unit.name}</span>
        )}
        {(folded ?? 0) > 0 && (
          <span className="muted"> · {t("alarms.popup.others", { n: folded })}</span>
        )}
      </p>
      {folded === undefined && <More alarm={alarm} detail={detail} />}
    </>
  );
}

function More({ alarm, detail }: Pick<Props, "alarm" | "detail">) {
  const { t } = useTranslation();
  const told = detail?.told ?? [];
  const names = told
    .slice(0, namedAtMost)
    .map(({ office, who }) => `${office} ${who}`.trim())
    .join("、");
  // Of each party the contact that was called last.
  const latest = new Map((detail?.calls ?? []).map((call) => [call.party, call]));
  const calls = [...latest.values()]
    .map(
      ({ party, status }) => `${t(`alarms.parties.${party}`)} ${t(`alarms.callStatus.${status}`)}`,
    )
    .join("，");
  return (
    <>
      <p className="muted figures">
        {t("alarms.popup.since", { at: formatTime(alarm.raisedAt).slice(11) })} ·{" "}
        <RelativeTime at={alarm.raisedAt} /> · {alarm.number}
      </p>
      {alarm.status === "cleared" && <p>{t("alarms.popup.recovered")}</p>}
      <p className="alarm-popup-told">
        {told.length === 0
          ? t("alarms.popup.toldNobody")
          : t("alarms.popup.told", {
              names:
                told.length > namedAtMost
                  ? t("alarms.popup.toldMore", { names, n: told.length })
                  : names,
            })}
      </p>
      {calls && <p className="alarm-popup-told">{t("alarms.popup.calling", { text: calls })}</p>}
      {detail?.camera && (
        <p className="alarm-popup-told">
          <VideoCameraOutlined aria-hidden /> {t("alarms.camera")}：
          {t("alarms.cameraAt", { name: detail.camera.name, n: detail.camera.distanceM })}
        </p>
      )}
    </>
  );
}
