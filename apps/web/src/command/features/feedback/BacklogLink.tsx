import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

/** What everybody asks of the product is the city's to answer. */
export function BacklogLink() {
  const { t } = useTranslation();
  const { appointments } = useMe();
  if (!appointments.some(({ role }) => role === "cityOperator")) return null;
  return (
    <Link to="/feedback" activeProps={{ "aria-current": "page" }}>
      {t("feedback.backlog")}
    </Link>
  );
}
