import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { LoadingState } from "../../../shared/ui/states.tsx";
import { AlarmCard } from "./AlarmCard.tsx";
import { DeviceCard } from "./DeviceCard.tsx";
import { IncidentCard } from "./IncidentCard.tsx";
import type { View } from "./map-view-rules.ts";
import { PatrolCard } from "../patrols/PatrolCard.tsx";
import { PlaceCard } from "./PlaceCard.tsx";
import { StaffCard } from "./StaffCard.tsx";
import { UnitCard } from "./UnitCard.tsx";

type Props = {
  chosen: string;
  /** The instant the map shows, when it is over. */
  at: string | undefined;
  onChoose: (chosen: string) => void;
  onGoal: (view: View) => void;
  onClose: () => void;
};
export type CardProps = { id: string; at?: string | undefined } & Pick<
  Props,
  "onChoose" | "onGoal"
>;

// Measures with the map library, which nobody else of the cards needs.
const PlotCard = lazy(async () => ({ default: (await import("../plots/PlotCard.tsx")).PlotCard }));

/** One kind, one card; another kind of object joins here. */
const cards = {
  incident: IncidentCard,
  alarm: AlarmCard,
  device: DeviceCard,
  unit: UnitCard,
  place: PlaceCard,
  staff: StaffCard,
  plot: PlotCard,
  patrol: PatrolCard,
} as const;
type Kind = keyof typeof cards;

export function ObjectCard({ chosen, at, onChoose, onGoal, onClose }: Props) {
  const { t } = useTranslation();
  const [kind, id] = chosen.split(":") as [Kind, string];
  const Card = cards[kind];
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <aside className="map-card" aria-label={t(`cityMap.cards.${kind}`)}>
      <header className="map-card-head">
        <h2 ref={head} tabIndex={-1}>
          {t(`cityMap.cards.${kind}`)}
        </h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t("cityMap.close")}
          onClick={onClose}
        />
      </header>
      <Suspense fallback={<LoadingState />}>
        <Card id={id} at={at} onChoose={onChoose} onGoal={onGoal} />
      </Suspense>
    </aside>
  );
}
