import { SoundOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** For eyes that do not read well. Absent where the browser cannot speak. */
export function ReadAloud({ words }: { words: string }) {
  const { t } = useTranslation();
  const [speaking, setSpeaking] = useState(false);
  const possible = "speechSynthesis" in window;
  useEffect(() => () => (possible ? window.speechSynthesis.cancel() : undefined), [possible]);
  if (!possible) return null;
  const toggle = () => {
    window.speechSynthesis.cancel();
    if (speaking) {
      setSpeaking(false);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = "zh-CN";
    utterance.rate = 0.9;
    utterance.addEventListener("end", () => setSpeaking(false));
    utterance.addEventListener("error", () => setSpeaking(false));
    window.speechSynthesis.speak(utterance);
    setSpeaking(true);
  };
  return (
    <Button icon={<SoundOutlined aria-hidden />} aria-pressed={speaking} onClick={toggle}>
      {speaking ? t("resident.track.stopReading") : t("resident.track.readAloud")}
    </Button>
  );
}
