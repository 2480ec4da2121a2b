import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

const forScreens = ["desk", "district", "city", "community", "inbox"] as const;

/** Who asks villages for something, and who is asked, look up what may be asked. */
export function ListsLink() {
  const { t } = useTranslation();
  const { screens } = useMe();
  if (!forScreens.some((one) => screens.includes(one))) return null;
  return (
    <Link
      to="/four-lists"
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {t("fourLists.nav")}
    </Link>
  );
}
