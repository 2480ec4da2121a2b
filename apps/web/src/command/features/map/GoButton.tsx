import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { CardProps } from "./ObjectCard.tsx";

type Props = { to: Parameters<CardProps["onGoal"]>[0]; onGoal: CardProps["onGoal"] };

/** Shows on the map where the thing of a card lies. */
export function GoButton({ to, onGoal }: Props) {
  const { t } = useTranslation();
  return (
    <Button type="link" size="small" onClick={() => onGoal(to)}>
      {t("cityMap.list.go")}
    </Button>
  );
}
