import {
  CheckCircleOutlined,
  ExclamationCircleFilled,
  MobileOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QueueItem, QueueState } from "../queue/queue-items.ts";
import { useProgress } from "../queue/upload-progress.ts";

const icons: Record<QueueState, ReactNode> = {
  kept: <MobileOutlined aria-hidden />,
  sending: <SyncOutlined aria-hidden />,
  delivered: <CheckCircleOutlined aria-hidden />,
  attention: <ExclamationCircleFilled aria-hidden />,
};

type Props = { item: Pick<QueueItem, "id" | "state" | "waits"> };

/** 已存本机, 正在发送, 已送达, 需要处理; and what it waits for. */
export function QueueStateTag({ item: { id, state, waits } }: Props) {
  const { t } = useTranslation();
  const percent = useProgress(id);
  return (
    <span className={`phone-state phone-state-${state}`}>
      {icons[state]} {t(`phone.queue.states.${state}`)}
      {state === "sending" && percent !== null && (
        <span className="figures"> · {t("phone.queue.percent", { percent })}</span>
      )}
      {state === "kept" && waits && <span> · {t(`phone.queue.waits.${waits}`)}</span>}
    </span>
  );
}
