import { DisconnectOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLive, useLiveStatus } from "../live.ts";
import { useTicking } from "../server-clock.ts";
import { formatDuration } from "../time.tsx";

const visibleAfterMs = 2000;

/** Says so when the page is no longer live: after two seconds of silence, or when only a reload helps. */
export function LiveBanner() {
  const { t } = useTranslation();
  const { status, lostAt } = useLive();
  const text = useTicking(
    useCallback(() => {
      const lost = lostAt === null ? 0 : Date.now() - lostAt;
      return lost < visibleAfterMs ? "" : formatDuration(t, lost);
    }, [lostAt, t]),
  );
  if (status === "reload") {
    return (
      <div className="live-banner" role="alert">
        <DisconnectOutlined aria-hidden /> {t("live.reload")}
        <Button size="small" onClick={() => window.location.reload()}>
          {t("live.reloadNow")}
        </Button>
      </div>
    );
  }
  if (text === "") return null;
  return (
    <div className="live-banner">
      <output className="visually-hidden">{t("live.lost")}</output>
      <DisconnectOutlined aria-hidden /> {t("live.reconnecting", { text })}
    </div>
  );
}

export function LiveDot() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  const words = {
    connecting: t("live.connecting"),
    connected: t("live.connected"),
    reconnecting: t("live.lost"),
    reload: t("live.lost"),
  };
  return (
    <span className={`live-dot live-dot-${status}`}>
      <span aria-hidden>{status === "connected" ? "●" : "○"}</span> {words[status]}
    </span>
  );
}
