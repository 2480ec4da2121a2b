import type { Receipt } from "@gezhi/contract/reports.ts";
import { Button, Space, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";

type Props = { receipt: Receipt; onIncident: (id: string) => void; onAnother: () => void };

/** What to tell the caller: the number, and when an answer is due. */
export function ReceiptCard({ receipt, onIncident, onAnother }: Props) {
  const { t } = useTranslation();
  const { number, incident, promisedAt, unit, url } = receipt;
  return (
    <section className="page intake-receipt" aria-live="polite">
      <h1 className="figures">{t("intake.done", { number })}</h1>
      <p>
        {t(incident.joined ? "intake.joined" : "intake.opened", { number: incident.number })}
        {unit && ` · ${unit.name}`}
      </p>
      {promisedAt && (
        <p>
          {t("intake.promised", { at: "" })}
          <ExactTime at={promisedAt} format="short" />
        </p>
      )}
      <p>
        {t("intake.receipt")}{" "}
        <Typography.Text copyable>{new URL(url, window.location.origin).href}</Typography.Text>
      </p>
      <Space>
        <Button type="primary" onClick={() => onIncident(incident.id)}>
          {t("intake.openIncident")}
        </Button>
        <Button onClick={onAnother}>{t("intake.another")}</Button>
      </Space>
    </section>
  );
}
