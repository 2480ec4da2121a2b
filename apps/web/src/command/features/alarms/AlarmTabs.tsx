import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useContactsUnit, usePrecisionUnit } from "../../../shared/alarms/alarm-places.ts";
import { useLaneUnit } from "../fire-lanes/lane-queries.ts";
import "./alarms.css";

/** The pages about alarms, beside each other. */
export function AlarmTabs() {
  const { t } = useTranslation();
  const precision = usePrecisionUnit() !== undefined;
  const contacts = useContactsUnit() !== undefined;
  const lanes = useLaneUnit() !== undefined;
  const pages = [
    { to: "/alarms", name: "list", shown: true },
    { to: "/alarms/forecasts", name: "forecasts", shown: true },
    { to: "/alarms/precision", name: "precision", shown: precision },
    { to: "/alarms/contacts", name: "contacts", shown: contacts },
    { to: "/fire-lanes", name: "lanes", shown: lanes },
  ] as const;
  return (
    <nav className="alarm-tabs no-print" aria-label={t("alarms.nav")}>
      {pages
        .filter(({ shown }) => shown)
        .map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
          >
            {t(`alarms.pages.${name}`)}
          </Link>
        ))}
    </nav>
  );
}
