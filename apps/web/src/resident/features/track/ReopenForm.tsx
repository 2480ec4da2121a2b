import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import type { ReceiptKey } from "../receipt/receipt-link.ts";
import { useReopen } from "./use-progress.ts";

/** For whoever was not satisfied with the result. */
export function ReopenForm({ receipt }: { receipt: ReceiptKey }) {
  const { t } = useTranslation();
  const reopen = useReopen(receipt);
  const [reason, setReason] = useState("");
  return (
    <section className="phone-card">
      <h2>{t("resident.reopen.open")}</h2>
      <WordsField
        label={t("resident.reopen.reason")}
        max={1000}
        value={reason}
        onChange={setReason}
      />
      {reopen.error && <Alert type="error" showIcon title={reopen.error.message} />}
      <Button
        type="primary"
        block
        disabled={reason.trim() === ""}
        loading={reopen.isPending}
        onClick={() => reopen.mutate({ reason: reason.trim() })}
      >
        {t("resident.reopen.send")}
      </Button>
    </section>
  );
}
