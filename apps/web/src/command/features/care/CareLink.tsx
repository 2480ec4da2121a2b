import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCareUnit } from "./use-care-unit.ts";

export function CareLink() {
  const { t } = useTranslation();
  if (!useCareUnit()) return null;
  return (
    <Link
      to="/care"
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {t("care.nav")}
    </Link>
  );
}
