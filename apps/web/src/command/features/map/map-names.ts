import { DeviceState } from "@gezhi/contract/devices.ts";
import { Urgency } from "@gezhi/contract/incidents.ts";
import { PositionReason } from "@gezhi/contract/positions.ts";
import { useTranslation } from "react-i18next";

/** Words for what a sign says. */
export function useWorstName(): (
  kind: "incident" | "alarm" | "device" | "person",
  worst: string,
) => string {
  const { t } = useTranslation();
  return (kind, worst) => {
    const state = DeviceState.safeParse(worst);
    if (kind === "device" && state.success) return t(`devices.states.${state.data}`);
    const reason = PositionReason.safeParse(worst);
    if (kind === "person") return reason.success ? t(`cityMap.reasonsSeen.${reason.data}`) : "";
    const urgency = Urgency.safeParse(worst);
    return urgency.success ? t(`urgency.${urgency.data}`) : "";
  };
}
