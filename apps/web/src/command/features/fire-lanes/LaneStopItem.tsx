import type { LaneStop } from "@gezhi/contract/fire-lanes.ts";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { ExactTime, RemainingTime } from "../../../shared/time.tsx";
import { useStopAct } from "./lane-queries.ts";
import { PlateReveal } from "./PlateReveal.tsx";

/** One vehicle: how often, who was called, until when it is towed, whether it has gone. */
export function LaneStopItem({ stop }: { stop: LaneStop }) {
  const { t } = useTranslation();
  const { id, plate, times, lane, notedAt, notedBy, gone, revealable } = stop;
  return (
    <article className="lane-stop" aria-label={t("fireLanes.vehicle", { plate })}>
      <p className="lane-stop-head">
        <PlateReveal stop={id} plate={plate} may={revealable} />
        <span className="status-tag">
          {t(gone ? `fireLanes.gone.${gone.how}` : "fireLanes.standing")}
          {gone && (
            <>
              {" "}
              <ExactTime at={gone.at} format="short" />
            </>
          )}
        </span>
        {times > 1 && <strong>{t("fireLanes.times", { times })}</strong>}
      </p>
      <p className="muted">
        {lane} · {t("fireLanes.noted", { by: notedBy })} <ExactTime at={notedAt} format="short" />
      </p>
      <Done stop={stop} />
      <Acts stop={stop} />
    </article>
  );
}

function Done({ stop: { calls, tow, gone } }: { stop: LaneStop }) {
  const { t } = useTranslation();
  return (
    <ul className="lane-stop-done">
      {calls.map(({ at, by, status, simulated }) => (
        <li key={at}>
          {t("fireLanes.called", { by })} <ExactTime at={at} format="short" />{" "}
          {t(`fireLanes.callStatus.${status}`)}
          {simulated && <span className="status-tag">{t("fireLanes.simulated")}</span>}
        </li>
      ))}
      {tow && (
        <li>
          {tow.contact
            ? t("fireLanes.towed", { by: tow.by, contact: tow.contact })
            : t("fireLanes.towNobody", { by: tow.by })}{" "}
          <ExactTime at={tow.at} format="short" /> {!gone && <RemainingTime dueAt={tow.dueAt} />}
        </li>
      )}
    </ul>
  );
}

function Acts({ stop: { id, plate, actions, calls } }: { stop: LaneStop }) {
  const { t } = useTranslation();
  const act = useStopAct(id);
  if (actions.length === 0) return null;
  const named = (word: string) => ({ "aria-label": `${word} ${plate}` });
  return (
    <div className="lane-stop-acts no-print">
      {actions.includes("call") && (
        <Button
          type={calls.length === 0 ? "primary" : "default"}
          loading={act.isPending && act.variables.act === "call"}
          onClick={() => act.mutate({ act: "call" })}
          {...named(t("fireLanes.call"))}
        >
          {t("fireLanes.call")}
        </Button>
      )}
      {actions.includes("tow") && (
        <Popconfirm title={t("fireLanes.towAsk")} onConfirm={() => act.mutate({ act: "tow" })}>
          <Button {...named(t("fireLanes.tow"))}>{t("fireLanes.tow")}</Button>
        </Popconfirm>
      )}
      {actions.includes("depart") &&
        (["left", "towed"] as const).map((how) => (
          <Button
            key={how}
            onClick={() => act.mutate({ act: "depart", how })}
            {...named(t(`fireLanes.depart.${how}`))}
          >
            {t(`fireLanes.depart.${how}`)}
          </Button>
        ))}
      {act.error && <Alert type="warning" showIcon title={act.error.message} />}
    </div>
  );
}
