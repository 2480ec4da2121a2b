import { DeviceState } from "@gezhi/contract/devices.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";

/** Words for what a sign says. */
export function useWorstName(): (kind: "incident" | "alarm" | "device", worst: string) => string {
  const { t } = useTranslation();
  return (kind, worst) => {
    const state = DeviceState.safeParse(worst);
    if (kind === "device" && state.success) return t(`devices.states.${state.data}`);
    const urgency = Urgency.safeParse(worst);
    return urgency.success ? t(`urgency.${urgency.data}`) : "";
  };
}
