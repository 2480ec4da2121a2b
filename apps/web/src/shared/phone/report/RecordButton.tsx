import { AudioOutlined, CheckOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { addFiles } from "../capture/pick-files.ts";
import { startRecording, type Recording } from "../capture/recording.ts";

const longestS = 600;

/** For those who would rather speak than write: a tap begins, a tap ends. */
export function RecordButton({ owner, disabled }: { owner: string; disabled: boolean }) {
  const { t } = useTranslation();
  const recording = useRef<Recording>(undefined);
  const [seconds, setSeconds] = useState<number>();
  const [failed, setFailed] = useState(false);
  const running = seconds !== undefined;

  async function finish(): Promise<void> {
    const ending = recording.current;
    recording.current = undefined;
    setSeconds(undefined);
    if (ending) await addFiles([await ending.finish()], owner);
  }
  async function start(): Promise<void> {
    setFailed(false);
    try {
      recording.current = await startRecording();
      setSeconds(0);
    } catch {
      setFailed(true);
    }
  }

  useEffect(() => {
    if (!running) return undefined;
    const began = Date.now();
    const timer = setInterval(() => {
      const past = Math.floor((Date.now() - began) / 1000);
      setSeconds(Math.min(past, longestS));
    }, 500);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => () => recording.current?.cancel(), []);

  return (
    <>
      <Button
        danger={running}
        disabled={disabled && !running}
        icon={running ? <CheckOutlined aria-hidden /> : <AudioOutlined aria-hidden />}
        onClick={() => void (running ? finish() : start())}
      >
        {running ? t("phone.files.finish") : t("phone.files.sound")}
      </Button>
      {running && (
        <p className="phone-note figures" style={{ gridColumn: "1 / -1" }} role="timer">
          {t("phone.files.recording", { seconds })}
        </p>
      )}
      {failed && (
        <Alert
          style={{ gridColumn: "1 / -1" }}
          type="warning"
          showIcon
          title={t("phone.files.noMicrophone")}
        />
      )}
    </>
  );
}
