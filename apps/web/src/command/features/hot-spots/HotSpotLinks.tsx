import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

const forScreens = ["desk", "district", "city"] as const;

/** Who watches over a town, a district or the city sees what keeps happening there. */
export function HotSpotLinks() {
  const { t } = useTranslation();
  const { screens, appointments } = useMe();
  const looks = forScreens.some((one) => screens.includes(one));
  const owns = appointments.some(({ role }) => role === "postHolder" || role === "department");
  if (!looks && !owns) return null;
  return (
    <Link
      to="/hot-spots"
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {t(looks ? "hotSpots.nav" : "hotSpots.tabs.classes")}
    </Link>
  );
}
