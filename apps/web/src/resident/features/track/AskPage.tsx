import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { readReceiptKey } from "../receipt/receipt-link.ts";

export function AskPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = useId();
  const [number, setNumber] = useState("");
  const [token, setToken] = useState("");
  const [wrong, setWrong] = useState(false);
  const linked = /#|token=/.test(number);
  const go = () => {
    const key = readReceiptKey(number, token);
    setWrong(!key);
    if (key)
      void navigate({
        to: "/r/receipts/$number",
        params: { number: key.number },
        hash: key.token,
      });
  };
  return (
    <PhonePage
      title={t("resident.track.title")}
      back="/r"
      foot={
        <Button type="primary" block onClick={go}>
          {t("resident.track.go")}
        </Button>
      }
    >
      <section className="phone-card">
        <p>{t("resident.track.ask")}</p>
        <div className="phone-field">
          <label htmlFor={`${id}number`}>{t("resident.track.number")}</label>
          <Input.TextArea
            id={`${id}number`}
            autoSize={{ minRows: 1, maxRows: 4 }}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
        </div>
        {!linked && (
          <div className="phone-field">
            <label htmlFor={`${id}token`}>{t("resident.track.token")}</label>
            <Input
              id={`${id}token`}
              autoComplete="off"
              value={token}
              onChange={(event) => setToken(event.target.value)}
              onPressEnter={go}
            />
          </div>
        )}
        {wrong && <Alert type="error" showIcon title={t("resident.track.wrong")} />}
      </section>
    </PhonePage>
  );
}
