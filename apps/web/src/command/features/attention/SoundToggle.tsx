import { SoundFilled, SoundOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { switchSound, useSoundState } from "../../../shared/attention/alarm-sound.ts";

/** Whether an alarm would be heard, always in view. */
export function SoundToggle() {
  const { t } = useTranslation();
  const state = useSoundState();
  return (
    <Button
      type="text"
      aria-pressed={state !== "off"}
      aria-label={t(`attention.sound.${state}`)}
      icon={state === "on" ? <SoundFilled aria-hidden /> : <SoundOutlined aria-hidden />}
      onClick={() => switchSound(state !== "on")}
    >
      <span className="tool-label">{t(`attention.sound.${state}`)}</span>
    </Button>
  );
}
