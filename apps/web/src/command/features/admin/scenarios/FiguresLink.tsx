import type { Scenario } from "@gezhi/contract/scenarios.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** How the work of these categories goes stands with all other figures, for those who see figures. */
export function FiguresLink({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation();
  const category = scenario.parts.catalogue[0]?.code.slice(0, 2);
  return (
    <Link to="/statistics" search={{ by: "category", ...(category ? { category } : {}) }}>
      {t("scenarios.figures")}
    </Link>
  );
}
