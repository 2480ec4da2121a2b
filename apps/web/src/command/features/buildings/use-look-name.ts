import { useTranslation } from "react-i18next";
import type { Building } from "./building-rules.ts";

/** Words for what a house's colour says. */
export function useLookName(): (of: Pick<Building, "look"> & Partial<Building>) => string {
  const { t } = useTranslation();
  return ({ look, devices = [] }) => {
    switch (look) {
      case "red":
      case "orange":
      case "yellow":
      case "blue":
        return t("buildings.alarm", { level: t(`urgency.${look}`) });
      case "none":
        // Of the past a house with devices may have had no alarm.
        return t(devices.length > 0 ? "buildings.noAlarmThen" : "buildings.noDevices");
      default:
        return t("buildings.state", { state: t(`devices.states.${look}`) });
    }
  };
}
