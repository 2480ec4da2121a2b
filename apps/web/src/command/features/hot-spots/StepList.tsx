import type { HotSpotStep } from "@gezhi/contract/hot-spots.ts";
import { useTranslation } from "react-i18next";
import { zhCN } from "../../../shared/i18n/zh-CN.ts";
import { ExactTime } from "../../../shared/time.tsx";

const acts = zhCN.hotSpots.acts;
const statuses = zhCN.hotSpots.classes.statuses;
type Act = keyof typeof acts;
type Status = keyof typeof statuses;

/** What became of a card or a class, newest first. */
export function StepList({ steps }: { steps: readonly HotSpotStep[] }) {
  const { t } = useTranslation();
  const words = ({ act, detail }: HotSpotStep): string => {
    if (!Object.hasOwn(acts, act)) return act;
    const to = typeof detail["to"] === "string" ? detail["to"] : "";
    const name = Object.hasOwn(statuses, to)
      ? t(`hotSpots.classes.statuses.${to as Status}`)
      : [detail["text"], detail["issueClass"], detail["cards"]]
          .flat()
          .filter((one) => typeof one === "string")
          .join("、");
    const members = typeof detail["members"] === "number" ? detail["members"] : "";
    return t(`hotSpots.acts.${act as Act}`, { name, n: members });
  };
  return (
    <ol className="hot-spot-steps">
      {steps.map((step) => (
        <li key={`${step.at} ${step.act} ${JSON.stringify(step.detail)}`}>
          <ExactTime at={step.at} /> <strong>{words(step)}</strong>{" "}
          <span className="muted">{step.actor ?? t("hotSpots.platform")}</span>
          {step.reason && <p>{step.reason}</p>}
        </li>
      ))}
    </ol>
  );
}
