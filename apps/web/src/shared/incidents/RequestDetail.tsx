import type { ActRequest } from "@gezhi/contract/incidents.ts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { formatTime } from "../time.tsx";
import { useUnit } from "./intake-queries.ts";

const Detail = z.object({
  hours: z.number().optional(),
  engineering: z.boolean().optional(),
  legalBasis: z.string().optional(),
  tried: z.array(z.string()).optional(),
  reviewAt: z.string().optional(),
  interimMeasure: z.string().optional(),
  need: z.string().optional(),
  until: z.string().nullish(),
  to: z.string().optional(),
});

/** What a request asks for, in the words of the form it was made with. */
export function RequestDetail({ request }: { request: ActRequest }) {
  const { t } = useTranslation();
  const parsed = Detail.safeParse(request.detail);
  const detail = parsed.success ? parsed.data : {};
  const lines: [label: string, value: ReactNode][] = [];
  if (detail.hours !== undefined)
    lines.push([t("actFields.delayHours"), `${detail.hours} ${t("actFields.hours")}`]);
  if (detail.engineering) lines.push([t("actFields.engineering"), t("actForm.yes")]);
  if (detail.to) lines.push([t("actFields.transferTo"), <UnitName key="to" code={detail.to} />]);
  if (detail.legalBasis) lines.push([t("actFields.legalBasis"), detail.legalBasis]);
  if (detail.tried) lines.push([t("actFields.tried"), detail.tried.join("；")]);
  if (detail.reviewAt) lines.push([t("actFields.reviewAt"), formatTime(detail.reviewAt, "short")]);
  if (detail.interimMeasure) lines.push([t("actFields.interimMeasure"), detail.interimMeasure]);
  if (detail.need) lines.push([t("actFields.need"), detail.need]);
  if (detail.until) lines.push([t("actFields.until"), formatTime(detail.until, "short")]);
  return (
    <>
      <p className="incident-text">{request.reason}</p>
      {lines.length > 0 && (
        <dl className="request-detail">
          {lines.map(([label, value]) => (
            <div key={label}>
              <dt className="muted">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function UnitName({ code }: { code: string }) {
  const unit = useUnit(code);
  return unit.data?.name ?? code;
}
