import { CompassOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../shared/server-clock.ts";
import { formatTime } from "../../../shared/time.tsx";
import { deliveryMessage } from "../reports/use-refresh-after-delivery.ts";
import { endPatrol } from "./end-patrol.ts";
import { kmOf, type Underway } from "./patrol-track-rules.ts";
import { setUnderway } from "./underway.ts";
import { useRecording } from "./use-recording.ts";

/** On every page while a patrol goes on: that the way is being recorded, and the end of it. */
export function PatrolStrip({ account }: { account: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const onEndedElsewhere = useCallback(
    () =>
      void message.open({
        key: deliveryMessage,
        type: "info",
        content: t("patrols.field.endedElsewhere"),
      }),
    [message, t],
  );
  const { underway, state } = useRecording(account, onEndedElsewhere);
  if (!underway) return null;
  if (underway.refused) return <Refused account={account} underway={underway} />;
  const { task, startedAt, track } = underway;
  async function end(): Promise<void> {
    if (!underway) return;
    await endPatrol(account, underway, serverNow());
    void message.open({ key: deliveryMessage, type: "info", content: t("patrols.field.kept") });
  }
  return (
    <section className="field-position" aria-label={t("patrols.field.title")}>
      <CompassOutlined aria-hidden />
      <output>
        <strong>{t("patrols.field.underWay", { task })}</strong>
        <br />
        <span className="figures">
          {t("patrols.field.begun", { at: formatTime(startedAt, "short"), km: kmOf(track) })}
        </span>
        {" · "}
        {t(`patrols.field.states.${state}`)}
      </output>
      <Popconfirm
        title={t("patrols.field.sure")}
        okText={t("patrols.field.sureYes")}
        cancelText={t("patrols.field.cancel")}
        onConfirm={() => void end()}
      >
        <Button>{t("patrols.field.stop")}</Button>
      </Popconfirm>
    </section>
  );
}

/** Another phone records already: one of the two, by the person's own decision. */
function Refused({ account, underway }: { account: string; underway: Underway }) {
  const { t } = useTranslation();
  const { refused: _, ...rest } = underway;
  return (
    <section className="field-position" aria-label={t("patrols.field.title")}>
      <CompassOutlined aria-hidden />
      <div className="field-patrol-refused" role="alert">
        <strong>{t("patrols.field.elsewhere", { task: underway.task })}</strong>
        <span className="field-patrol-choices">
          <Button onClick={() => setUnderway(account, { ...rest, instead: true })}>
            {t("patrols.field.useThis")}
          </Button>
          <Button onClick={() => setUnderway(account, null)}>{t("patrols.field.leaveIt")}</Button>
        </span>
      </div>
    </section>
  );
}
