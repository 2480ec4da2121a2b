import type { CaredPerson, CareState, VisitOutcome } from "@gezhi/contract/care.ts";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";

const colours: Record<CareState, string> = {
  missed: "error",
  tried: "warning",
  due: "processing",
  visited: "success",
  later: "default",
};

export function CareStateTag({ state }: Pick<CaredPerson, "state">) {
  const { t } = useTranslation();
  return <Tag color={colours[state]}>{t(`care.states.${state}`)}</Tag>;
}

export function OutcomeText({ outcome }: { outcome: VisitOutcome }) {
  const { t } = useTranslation();
  const words = t(`care.outcomes.${outcome}`);
  return outcome === "seenWell" ? <span>{words}</span> : <strong>{words}</strong>;
}
