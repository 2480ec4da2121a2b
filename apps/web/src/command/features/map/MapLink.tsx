import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

const forScreens = ["desk", "district", "city", "community", "inbox", "admin"] as const;

/** The map belongs to no role's screen: whoever works with one of these has it. */
export function MapLink() {
  const { t } = useTranslation();
  const { screens } = useMe();
  if (!forScreens.some((one) => screens.includes(one))) return null;
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
