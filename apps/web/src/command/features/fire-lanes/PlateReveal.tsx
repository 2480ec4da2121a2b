import { EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../places/AskReason.tsx";
import { useRevealPlate } from "./lane-queries.ts";

/** Masked until somebody says why it must be whole. */
export function PlateReveal({ stop, plate, may }: { stop: string; plate: string; may: boolean }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const reveal = useRevealPlate(stop);
  return (
    <>
      <strong className="figures" aria-live="polite">
        {reveal.data?.plate ?? (plate || t("fireLanes.hidden"))}
      </strong>
      {may && !reveal.data && (
        <Button
          type="link"
          size="small"
          className="no-print"
          icon={<EyeOutlined aria-hidden />}
          aria-label={t("fireLanes.reveal")}
          onClick={() => setAsking(true)}
        />
      )}
      {asking && !reveal.data && (
        <AskReason
          title={t("fireLanes.reveal")}
          line={t("fireLanes.revealLine")}
          act={t("fireLanes.revealGo")}
          danger={false}
          pending={reveal.isPending}
          problem={reveal.error}
          onSend={(reason) => reveal.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
