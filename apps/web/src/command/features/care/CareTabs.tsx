import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Visits and devices are the work of one post. */
export function CareTabs() {
  const { t } = useTranslation();
  return (
    <nav className="care-tabs" aria-label={t("care.nav")}>
      {(["/care", "/handouts"] as const).map((to) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ includeSearch: false, exact: true }}
          activeProps={{ "aria-current": "page" }}
        >
          {t(to === "/care" ? "care.tabVisits" : "handouts.tab")}
        </Link>
      ))}
    </nav>
  );
}
