import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import type { ReceiptKey } from "../receipt/receipt-link.ts";
import { useAppeal } from "./use-progress.ts";

/** Against a refusal, once. */
export function AppealForm({ receipt }: { receipt: ReceiptKey }) {
  const { t } = useTranslation();
  const appeal = useAppeal(receipt);
  const [reason, setReason] = useState("");
  return (
    <section className="phone-card">
      <h2>{t("resident.appeal.open")}</h2>
      <WordsField
        label={t("resident.appeal.reason")}
        max={1000}
        value={reason}
        onChange={setReason}
      />
      {appeal.error && <Alert type="error" showIcon title={appeal.error.message} />}
      <Button
        type="primary"
        block
        disabled={reason.trim() === ""}
        loading={appeal.isPending}
        onClick={() => appeal.mutate({ reason: reason.trim() })}
      >
        {t("resident.appeal.send")}
      </Button>
    </section>
  );
}
