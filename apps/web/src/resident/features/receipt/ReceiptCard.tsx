import { CopyOutlined, ShareAltOutlined } from "@ant-design/icons";
import type { Receipt } from "@gezhi/contract/reports.ts";
import { App, Button } from "antd";
import { QRCodeSVG } from "qrcode.react";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { progressLink } from "./receipt-link.ts";

/** Number, promise, and the link that is the only way back: saved, shared or scanned. */
export function ReceiptCard({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const link = progressLink(receipt, window.location.origin);
  const canShare = typeof navigator.share === "function";
  async function save(): Promise<void> {
    await copy(link);
    void message.success(t("resident.receipt.saved"));
  }
  return (
    <section className="phone-card">
      <p>
        {t("resident.receipt.number")}
        <strong className="resident-number figures">{receipt.number}</strong>
      </p>
      <dl className="resident-facts">
        {receipt.unit && (
          <>
            <dt>{t("resident.receipt.unit")}</dt>
            <dd>{receipt.unit.name}</dd>
          </>
        )}
        <dt>{t("resident.receipt.promised")}</dt>
        <dd>
          {receipt.promisedAt ? (
            <ExactTime at={receipt.promisedAt} format="short" />
          ) : (
            t("resident.receipt.noPromise")
          )}
        </dd>
      </dl>
      {receipt.incident.joined && <p>{t("resident.receipt.joined")}</p>}
      <div className="resident-qr">
        <QRCodeSVG value={link} size={180} level="M" title={t("resident.receipt.qr")} />
      </div>
      <p>{t("resident.receipt.linkHint")}</p>
      <p className="resident-link">{link}</p>
      <Button block icon={<CopyOutlined aria-hidden />} onClick={() => void save()}>
        {t("resident.receipt.save")}
      </Button>
      {canShare && (
        <Button
          block
          icon={<ShareAltOutlined aria-hidden />}
          onClick={() =>
            void navigator
              .share({ title: receipt.number, url: link })
              // Closing the sheet without sharing is no fault.
              .catch(() => undefined)
          }
        >
          {t("resident.receipt.share")}
        </Button>
      )}
    </section>
  );
}

/** The clipboard needs https; a selection works everywhere. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
