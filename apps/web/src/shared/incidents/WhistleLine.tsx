import type { WorkOrder } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../time.tsx";

const minuteMs = 60_000;

/** Who was called to it, until when, and whether they came (R36). */
export function WhistleLine({ whistle }: { whistle: NonNullable<WorkOrder["whistle"]> }) {
  const { t } = useTranslation();
  const { kind, by, at, minutes, checkedInAt } = whistle;
  const until = new Date(Date.parse(at) + minutes * minuteMs).toISOString();
  return (
    <p style={{ display: "flex", flexWrap: "wrap", gap: "2px 8px" }}>
      <span className="status-tag">{t(`incident.whistle.${kind}`)}</span>
      <span>
        {t("incident.whistle.line", { by })} <ExactTime at={at} format="short" />
      </span>
      <span>
        {t(`incident.whistle.${checkedInAt ? "done" : "waiting"}`)}{" "}
        <ExactTime at={checkedInAt ?? until} format="short" />
      </span>
    </p>
  );
}
