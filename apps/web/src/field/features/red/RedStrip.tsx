import { AlertFilled, RightOutlined } from "@ant-design/icons";
import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";

/** A red order that was looked at stays in sight on every other page until somebody is on the way. */
export function RedStrip({ incidents }: { incidents: readonly IncidentSummary[] }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { pathname } = useLocation();
  const next = incidents.find(({ id }) => !pathname.startsWith(`/field/incidents/${id}`));
  if (!next) return null;
  return (
    <Link to="/field/incidents/$id" params={{ id: next.id }} className="field-red-strip">
      <AlertFilled aria-hidden />
      <span>
        <strong>{t("field.red.waiting")}</strong> {words.title(next.title)}
      </span>
      <RightOutlined aria-hidden />
    </Link>
  );
}
