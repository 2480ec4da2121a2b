import {
  CameraFilled,
  EditOutlined,
  FileSearchOutlined,
  KeyOutlined,
  SafetyCertificateOutlined,
} from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { pickFiles } from "../../../shared/phone/capture/pick-files.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { QueueRow } from "../../../shared/phone/ui/QueueRow.tsx";
import { SignalLine } from "../../../shared/phone/ui/SignalLine.tsx";
import { setPreferences, usePreferences } from "../../../shared/preferences.ts";
import { nobody, snapDraftKey } from "../../nobody.ts";

/** Five things a resident comes for, and what this phone reported before. */
export function HomePage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { largeType } = usePreferences();
  const mine = useQueue(nobody) ?? [];
  useEffect(() => {
    document.title = t("resident.title");
  }, [t]);
  const snap = () => {
    pickFiles("camera", snapDraftKey);
    void navigate({ to: "/r/snap" });
  };
  return (
    <div className="phone-page">
      <header className="resident-head">
        <div>
          <Button
            size="small"
            aria-pressed={largeType}
            onClick={() => setPreferences({ largeType: !largeType })}
          >
            {largeType ? t("phone.normalType") : t("phone.largeType")}
          </Button>
          <Button
            size="small"
            lang={i18n.language === "en" ? "zh-CN" : "en"}
            onClick={() => setPreferences({ language: i18n.language === "en" ? "zh-CN" : "en" })}
          >
            {t("resident.language")}
          </Button>
        </div>
        <h1>{t("resident.title")}</h1>
        <p>{t("resident.line")}</p>
      </header>
      <SignalLine live={false} />
      <main className="phone-main">
        <button type="button" className="resident-big resident-big-main" onClick={snap}>
          <CameraFilled aria-hidden />
          <strong>{t("resident.home.snap")}</strong>
          <span>{t("resident.home.snapHint")}</span>
        </button>
        <button
          type="button"
          className="resident-big"
          onClick={() => void navigate({ to: "/r/report", search: {} })}
        >
          <EditOutlined aria-hidden />
          <strong>{t("resident.home.report")}</strong>
          <span>{t("resident.home.reportHint")}</span>
        </button>
        <button
          type="button"
          className="resident-big"
          onClick={() => void navigate({ to: "/r/track" })}
        >
          <FileSearchOutlined aria-hidden />
          <strong>{t("resident.home.track")}</strong>
          <span>{t("resident.home.trackHint")}</span>
        </button>
        <button
          type="button"
          className="resident-big"
          onClick={() => void navigate({ to: "/r/proofs" })}
        >
          <SafetyCertificateOutlined aria-hidden />
          <strong>{t("fourLists.resident.title")}</strong>
          <span>{t("fourLists.resident.homeHint")}</span>
        </button>
        <button
          type="button"
          className="resident-big"
          onClick={() => void navigate({ to: "/r/visitors" })}
        >
          <KeyOutlined aria-hidden />
          <strong>{t("doors.resident.title")}</strong>
          <span>{t("doors.resident.homeHint")}</span>
        </button>
        {mine.length > 0 && (
          <>
            <h2 className="phone-heading">{t("resident.home.mine")}</h2>
            <ul className="phone-list">
              {mine.map((item) => (
                <li key={item.id}>
                  <QueueRow item={item} to={`/r/kept/${item.id}`} />
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="phone-note">{t("resident.home.privacy")}</p>
      </main>
    </div>
  );
}
