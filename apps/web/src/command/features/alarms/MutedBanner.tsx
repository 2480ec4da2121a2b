import { MutedOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { switchSound, useSoundState } from "../../../shared/attention/alarm-sound.ts";

/** Whoever watches must know that an alarm would not be heard. */
export function MutedBanner() {
  const { t } = useTranslation();
  const sound = useSoundState();
  if (sound === "on") return null;
  return (
    <output className="muted-banner no-print">
      <MutedOutlined aria-hidden />
      {t(sound === "off" ? "alarms.popup.muted" : "alarms.popup.blocked")}
      <Button size="small" onClick={() => switchSound(true)}>
        {t("alarms.popup.unmute")}
      </Button>
    </output>
  );
}
