import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";

const screensWith = ["desk", "district", "city", "community"] as const;

/** Statistics and wall belong to no screen of a role: whoever sees figures of a unit has them. */
export function FigureLinks() {
  const { t } = useTranslation();
  const { screens } = useMe();
  if (!screensWith.some((one) => screens.includes(one))) return null;
  return (
    <>
      <Link
        to="/statistics"
        activeOptions={{ includeSearch: false }}
        activeProps={{ "aria-current": "page" }}
      >
        {t("figures.nav")}
      </Link>
      <Link to="/wall">{t("wall.nav")}</Link>
    </>
  );
}
