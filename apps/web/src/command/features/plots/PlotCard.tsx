import type { Plot } from "@gezhi/contract/plots.ts";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryState } from "../../../shared/ui/states.tsx";
import type { CardProps } from "../map/ObjectCard.tsx";
import { NewPlot } from "./NewPlot.tsx";
import { pointsOf } from "./plot-layer.ts";
import { useChangePlot, usePlot } from "./plot-queries.ts";
import { PlotFacts } from "./PlotFacts.tsx";
import { PlotForm } from "./PlotForm.tsx";
import { UnderIncident } from "./UnderIncident.tsx";
import "./plots.css";

/** `new`, `new-` and the incident it is to hang on, or a drawing's id. */
export function PlotCard(props: CardProps) {
  const { id } = props;
  if (id === "new") return <NewPlot {...props} incident={undefined} />;
  if (id.startsWith("new-")) return <NewPlot {...props} incident={id.slice(4)} />;
  return <Known {...props} />;
}

function Known({ id, onChoose, onGoal }: CardProps) {
  const query = usePlot(id);
  return (
    <QueryState query={query} rows={6}>
      {(plot) => <Loaded plot={plot} onChoose={onChoose} onGoal={onGoal} />}
    </QueryState>
  );
}

function Loaded({ plot, onChoose, onGoal }: { plot: Plot } & Omit<CardProps, "id">) {
  const { t } = useTranslation();
  /** The version that was looked at when the editing began. */
  const [from, setFrom] = useState<number>();
  const change = useChangePlot(plot.id);
  const { kind, name, note, geometry, owner, unit, version } = plot;
  if (from === undefined)
    return (
      <PlotFacts plot={plot} onChoose={onChoose} onGoal={onGoal} onEdit={() => setFrom(version)} />
    );
  const points = pointsOf(geometry);
  return (
    <div className="map-card-body">
      {version !== from && (
        <Alert
          type="warning"
          showIcon
          title={t("plots.changedMeanwhile", { name: plot.changed.name })}
          action={
            <Button size="small" onClick={() => setFrom(undefined)}>
              {t("plots.takeLatest")}
            </Button>
          }
        />
      )}
      <PlotForm
        first={{ kind, shape: geometry.type, points, name, note }}
        owner={
          owner.type === "incident" ? (
            <UnderIncident incident={owner.incident} onChoose={onChoose} />
          ) : (
            <p>
              {t("plots.underUnit")} {unit.name}
            </p>
          )
        }
        pending={change.isPending}
        problem={change.error}
        onSave={(drawing) =>
          change.mutate({ version: from, ...drawing }, { onSuccess: () => setFrom(undefined) })
        }
        onCancel={() => setFrom(undefined)}
      />
    </div>
  );
}
