import { AlertFilled, CompassOutlined } from "@ant-design/icons";
import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { AlarmClips } from "../../../shared/alarms/AlarmClips.tsx";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { acknowledge } from "../../../shared/attention/acknowledged.ts";
import { playAlarm, useSoundState } from "../../../shared/attention/alarm-sound.ts";
import { buildAct } from "../../../shared/incidents/act-values.ts";
import { useMe } from "../../../shared/session.ts";
import { RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { keepActOn } from "../incident/keep-act.ts";
import { routeLink } from "../../../shared/phone/route-link.ts";
import { placeLine } from "../tasks/task-rules.ts";

const everyMs = 2500;

/** A red task fills the screen and sounds until somebody says that it was seen. */
export function RedOrder({
  incident: first,
  others,
}: {
  incident: IncidentSummary;
  others: number;
}) {
  const { t } = useTranslation();
  const words = useServerWords();
  const navigate = useNavigate();
  const { account } = useMe();
  const sound = useSoundState();
  const dialog = useRef<HTMLElement>(null);
  useEffect(() => {
    dialog.current?.focus();
    const ring = () => {
      playAlarm("red");
      // Before the first touch a browser refuses to shake.
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 200, 300]);
    };
    ring();
    const timer = setInterval(ring, everyMs);
    return () => clearInterval(timer);
  }, []);

  const place = placeLine(first);
  // Who holds several of the posts takes all of them on.
  const accepts = first.actions.filter(({ act }) => act === "accept");
  const show = () => {
    acknowledge([first.id]);
    void navigate({ to: "/field/incidents/$id", params: { id: first.id } });
  };
  const go = async () => {
    show();
    for (const action of accepts) {
      const built = buildAct(action, {});
      if ("act" in built) await keepActOn({ account, incident: first, action, act: built.act });
    }
  };

  return (
    <section
      ref={dialog}
      className="field-red"
      role="alertdialog"
      aria-modal
      aria-labelledby="red-title"
      aria-describedby="red-what"
      tabIndex={-1}
    >
      <h2 id="red-title">
        <AlertFilled aria-hidden />{" "}
        {accepts.length > 0 ? t("field.red.title") : t("field.red.inGrid")}
        {first.simulated && <SimulatedTag />}
      </h2>
      <div id="red-what">
        <p className="field-red-title">{place ? words.what(first) : words.title(first.title)}</p>
        {place && <p>{place}</p>}
      </div>
      <RemainingTime dueAt={first.dueAt} />
      <AlarmClips of={{ incident: first.id }} size={140} most={2} />
      {accepts.length > 0 && (
        <Button block className="field-red-go" onClick={() => void go()}>
          {t("field.red.go")}
        </Button>
      )}
      {first.position && (
        <Button
          block
          icon={<CompassOutlined aria-hidden />}
          href={routeLink(first.position, first.title, navigator.userAgent)}
        >
          {t("field.red.route")}
        </Button>
      )}
      <Button block onClick={show}>
        {t("field.red.see")}
      </Button>
      {others > 0 && <p>{t("field.red.more", { n: others })}</p>}
      {sound === "blocked" && <p>{t("field.red.silent")}</p>}
    </section>
  );
}
