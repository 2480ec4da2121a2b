import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

const ofAlarms = ["desk", "district", "inbox", "community"] as const;
const ofDevices = ["desk", "district", "community", "admin"] as const;

/** Alarms and devices belong to no screen of a role: whoever works with one of these sees them. */
export function SensingLinks() {
  const { t } = useTranslation();
  const { screens } = useMe();
  const current = { activeProps: { "aria-current": "page" as const } };
  return (
    <>
      {ofAlarms.some((one) => screens.includes(one)) && (
        <Link to="/alarms" activeOptions={{ includeSearch: false }} {...current}>
          {t("alarms.nav")}
        </Link>
      )}
      {ofDevices.some((one) => screens.includes(one)) && (
        <Link to="/devices" activeOptions={{ includeSearch: false }} {...current}>
          {t("devices.nav")}
        </Link>
      )}
      {ofDevices.some((one) => screens.includes(one)) && (
        <Link to="/places" activeOptions={{ includeSearch: false }} {...current}>
          {t("places.nav")}
        </Link>
      )}
    </>
  );
}
