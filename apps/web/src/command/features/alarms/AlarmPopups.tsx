import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useAlarm, useAlarmAct, useAlarmActs } from "../../../shared/alarms/alarm-queries.ts";
import { AlarmClips } from "../../../shared/alarms/AlarmClips.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import type { PopupGroup } from "./alarm-popups.ts";
import "./alarm-popups.css";
import { FailedRows } from "./FailedRows.tsx";
import { ReasonForm } from "./ReasonForm.tsx";
import { PopupFacts } from "./PopupFacts.tsx";
import { useAlarmPopups } from "./use-alarm-popups.ts";

const shownBelow = 4;
const nothing: ReadonlySet<string> = new Set();
const foldName = ({ key, first }: PopupGroup): string => `${key} ${first.level}`;

/** Alarms that wait for this desk, over every page, taking the keyboard from nobody: F8 accepts, F9 calls false. */
export function AlarmPopups() {
  const { t } = useTranslation();
  const words = useServerWords();
  const { groups, dismiss } = useAlarmPopups();
  const [chosen, setChosen] = useState<string>();
  const [folded, setFolded] = useState(nothing);
  // What comes later, or turns graver, was folded by nobody.
  const isFolded = groups.every((group) => folded.has(foldName(group)));
  const fold = () => setFolded(isFolded ? nothing : new Set(groups.map(foldName)));
  const top = groups.find(({ key }) => key === chosen) ?? groups[0];
  if (!top) return null;
  const others = groups.filter(({ key }) => key !== top.key);
  return (
    <section
      className={`alarm-popups no-print${isFolded ? " alarm-popups-folded" : ""}`}
      aria-label={t("alarms.popup.title")}
    >
      <TopPopup
        key={top.key}
        group={top}
        onDone={dismiss}
        folded={isFolded}
        onFold={fold}
        others={others.length}
      />
      {others.length > 0 && !isFolded && (
        <ul className="alarm-stack">
          {others.slice(0, shownBelow).map(({ key, first, members }) => (
            <li key={key}>
              <UrgencyTag urgency={first.level} />
              <button type="button" className="text-button" onClick={() => setChosen(key)}>
                {words.sensor(first.ruleName)} · {first.place}
              </button>
              {members.length > 1 && (
                <span className="muted">{t("alarms.popup.count", { n: members.length })}</span>
              )}
            </li>
          ))}
          {others.length > shownBelow && (
            <li>
              <Link to="/alarms">{t("alarms.popup.more", { n: others.length - shownBelow })}</Link>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

type TopProps = {
  group: PopupGroup;
  onDone: (ids: readonly string[]) => void;
  folded: boolean;
  onFold: () => void;
  others: number;
};

function TopPopup({ group, onDone, folded, onFold, others }: TopProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { first, members } = group;
  const detail = useAlarm(first.id).data;
  const act = useAlarmAct();
  const acts = useAlarmActs();
  const { notification } = App.useApp();
  const [falsing, setFalsing] = useState(false);
  const ids = members.map(({ id }) => id);
  const count = Math.max(members.length, detail?.incident?.alarms ?? 1);
  // Of a storm only the first few pop up; the key takes them all.
  const together = count > 1 ? first.incident : null;
  const pending = act.isPending || acts.isPending;
  const takeAll = async (one: "acknowledge" | "callFalse", reason = "") => {
    if (!together) return;
    const { results } = await acts.mutateAsync({ incident: together, act: one, reason });
    onDone(ids);
    if (results.some(({ ok }) => !ok))
      notification.warning({
        title: t("alarms.storm.done", {
          act: t(`alarms.acts.${one}`),
          n: results.filter(({ ok }) => ok).length,
        }),
        description: <FailedRows results={results} />,
        duration: 0,
      });
  };
  const recovered = first.status === "cleared";
  // Before the answer is there everybody is offered the key; who may not take it is told.
  const may = (one: "acknowledge" | "callFalse") => detail?.actions.includes(one) ?? !recovered;
  const taken = recovered || !may("acknowledge");
  const accept = async () => {
    if (taken) return onDone(ids);
    if (together) return takeAll("acknowledge");
    await act.mutateAsync({ id: first.id, act: "acknowledge" });
    onDone(ids);
  };
  // What went wrong is shown as the mutation's error.
  const attempt = () => void accept().catch(() => undefined);
  const callFalse = (reason: string, all: boolean) =>
    void (
      all
        ? takeAll("callFalse", reason)
        : act.mutateAsync({ id: first.id, act: "callFalse", reason }).then(() => onDone([first.id]))
    ).catch(() => undefined);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "F8" && !pending) attempt();
    else if (event.key === "F9" && may("callFalse")) setFalsing(true);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  const problem = act.error ?? acts.error;
  return (
    <article
      className={`alarm-popup alarm-popup-${first.level}${recovered ? "" : " alarm-popup-flash"}`}
      aria-label={`${words.sensor(first.ruleName)} ${first.place}`}
    >
      <output className="visually-hidden" aria-live="assertive">
        {t("alarms.popup.announce", {
          level: t(`sensing.levels.${first.level}`),
          rule: words.sensor(first.ruleName),
          place: first.place,
          reading: words.reading(first.reading),
        })}
      </output>
      <PopupFacts
        alarm={first}
        detail={detail}
        count={count}
        {...(folded ? { folded: others } : {})}
      />
      {!folded && <AlarmClips of={{ alarm: first.id }} most={2} />}
      {problem && <p role="alert">{t("alarms.popup.failed", { reason: problem.message })}</p>}
      {falsing ? (
        <ReasonForm
          title={t("alarms.popup.send")}
          usual
          pending={pending}
          {...(together ? { all: count } : {})}
          onCancel={() => setFalsing(false)}
          onSend={callFalse}
        />
      ) : (
        <div className="alarm-popup-buttons">
          <Button type="primary" loading={pending} onClick={attempt}>
            {taken
              ? t("alarms.popup.seen")
              : t(together ? "alarms.storm.accept" : "alarms.popup.accept")}{" "}
            <kbd>F8</kbd>
          </Button>
          {may("callFalse") && (
            <Button onClick={() => setFalsing(true)}>
              {t("alarms.popup.callFalse")} <kbd>F9</kbd>
            </Button>
          )}
          {!folded && (
            <Link to="/alarms/$id" params={{ id: first.id }} className="alarm-popup-link">
              {t("alarms.popup.details")}
            </Link>
          )}
          {!folded && first.incident && (
            <Link to="/incidents/$id" params={{ id: first.incident }} className="alarm-popup-link">
              {t("alarms.fields.incident")}
            </Link>
          )}
        </div>
      )}
      <button
        type="button"
        className="text-button alarm-popup-fold"
        aria-expanded={!folded}
        onClick={onFold}
      >
        {t(folded ? "alarms.popup.unfold" : "alarms.popup.fold")}
      </button>
    </article>
  );
}
