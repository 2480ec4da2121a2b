import { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";

type Told = { status: string; statusText: string };

/** The server's own plain words, which are Chinese; in another language the name of the state. */
export function usePublicStatus(): (told: Told) => string {
  const { t, i18n } = useTranslation();
  return ({ status, statusText }) => {
    const known = IncidentStatus.safeParse(status);
    return i18n.language === "zh-CN" || !known.success ? statusText : t(`status.${known.data}`);
  };
}
