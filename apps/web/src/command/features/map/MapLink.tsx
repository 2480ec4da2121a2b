import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import { hasMap } from "./has-map.ts";

export function MapLink() {
  const { t } = useTranslation();
  const { screens } = useMe();
  if (!hasMap(screens)) return null;
  return (
    <Link
      to="/map"
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" as const }}
    >
      {t("cityMap.nav")}
    </Link>
  );
}
