import { AudioOutlined, CheckOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { browserDictation, type DictationProblem } from "../capture/dictation.ts";

type Props = {
  id?: string;
  value?: string | undefined;
  onChange?: (text: string) => void;
  placeholder?: string;
  rows?: number;
  max?: number;
};

/** Typed or spoken: what is said is added to what stands there. */
export function DictatedArea({
  id,
  value = "",
  onChange,
  placeholder,
  rows = 3,
  max = 5000,
}: Props) {
  const { t, i18n } = useTranslation();
  const dictation = useMemo(
    () => browserDictation(i18n.language === "en" ? "en" : "zh-CN"),
    [i18n.language],
  );
  const stop = useRef<() => void>(undefined);
  const latest = useRef({ value, onChange });
  const [listening, setListening] = useState(false);
  const [problem, setProblem] = useState<DictationProblem>(null);
  useEffect(() => {
    latest.current = { value, onChange };
  }, [value, onChange]);
  useEffect(() => () => stop.current?.(), []);

  function listen(): void {
    if (!dictation) return;
    setProblem(null);
    setListening(true);
    stop.current = dictation.start({
      phrase: (text) => {
        const { value: now, onChange: change } = latest.current;
        change?.(`${now}${text}`.slice(0, max));
      },
      end: (why) => {
        stop.current = undefined;
        setListening(false);
        setProblem(why);
      },
    });
  }

  return (
    <div className="phone-field">
      <Input.TextArea
        {...(id ? { id } : {})}
        value={value}
        maxLength={max}
        autoSize={{ minRows: rows, maxRows: 12 }}
        {...(placeholder ? { placeholder } : {})}
        onChange={(event) => onChange?.(event.target.value)}
      />
      {dictation && (
        <Button
          danger={listening}
          icon={listening ? <CheckOutlined aria-hidden /> : <AudioOutlined aria-hidden />}
          onClick={() => (listening ? stop.current?.() : listen())}
        >
          {listening ? t("phone.words.stop") : t("phone.words.speak")}
        </Button>
      )}
      <output className="phone-note">
        {listening && t("phone.words.listening")}
        {problem && t(`phone.words.problems.${problem}`)}
      </output>
    </div>
  );
}
