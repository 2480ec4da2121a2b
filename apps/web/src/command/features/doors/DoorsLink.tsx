import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useDoorUnit } from "./use-door-unit.ts";

export function DoorsLink() {
  const { t } = useTranslation();
  if (!useDoorUnit()) return null;
  return (
    <Link
      to="/doors"
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {t("doors.nav")}
    </Link>
  );
}
