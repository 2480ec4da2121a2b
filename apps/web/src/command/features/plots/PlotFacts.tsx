import type { Plot } from "@gezhi/contract/plots.ts";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { GoButton } from "../map/GoButton.tsx";
import { BadgeSign } from "../map/map-badges.tsx";
import type { CardProps } from "../map/ObjectCard.tsx";
import { Measured } from "./Measured.tsx";
import { measureOf } from "./measure-rules.ts";
import { pointsOf, signAt } from "./plot-layer.ts";
import { useRemovePlot, useRestorePlot } from "./plot-queries.ts";
import { plotSigns } from "./plot-signs.ts";
import { PlotHistory } from "./PlotHistory.tsx";

/** A drawing as it is, who drew it, and what may be done with it. */
export function PlotFacts({
  plot,
  onChoose,
  onGoal,
  onEdit,
}: { plot: Plot; onEdit: () => void } & Omit<CardProps, "id">) {
  const { t } = useTranslation();
  const remove = useRemovePlot(plot.id);
  const restore = useRestorePlot(plot.id);
  const { kind, name, note, owner, unit, version, drawn, changed, removed, geometry } = plot;
  const may = (act: Plot["actions"][number]) => plot.actions.includes(act);
  const [lon, lat] = signAt(geometry);
  const problem = remove.error ?? restore.error;
  return (
    <div className="map-card-body">
      <p className="map-card-tags">
        <BadgeSign shape="plot" {...plotSigns[kind]} /> {t(`plots.kinds.${kind}`)}
        {removed && <strong>{t("plots.removed")}</strong>}
      </p>
      <h3>{name || t("plots.masked")}</h3>
      <dl className="facts">
        {note && (
          <div>
            <dt>{t("plots.note")}</dt>
            <dd>{note}</dd>
          </div>
        )}
        <div>
          <dt>{t(owner.type === "incident" ? "plots.underIncident" : "plots.underUnit")}</dt>
          <dd>
            {owner.type === "incident" && (
              <Button
                type="link"
                size="small"
                onClick={() => onChoose(`incident:${owner.incident}`)}
              >
                {owner.number} {owner.title}
              </Button>
            )}
            <Button type="link" size="small" onClick={() => onChoose(`unit:${unit.code}`)}>
              {unit.name}
            </Button>
          </dd>
        </div>
        {geometry.type !== "Point" && (
          <div>
            <dt>{t("plots.measured")}</dt>
            <dd className="figures">
              <Measured measure={measureOf(geometry.type, pointsOf(geometry))} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("plots.drawn")}</dt>
          <dd>
            {drawn.name} <ExactTime at={drawn.at} />
          </dd>
        </div>
        {version > 1 && (
          <div>
            <dt>{t("plots.changed")}</dt>
            <dd>
              {changed.name} <ExactTime at={changed.at} />
            </dd>
          </div>
        )}
      </dl>
      {problem && <Alert type="error" showIcon title={problem.message} />}
      <p className="map-card-links">
        <GoButton to={{ lon, lat, zoom: 16 }} onGoal={onGoal} />
        {may("change") && (
          <Button size="small" onClick={onEdit}>
            {t("plots.edit")}
          </Button>
        )}
        {may("restore") && (
          <Button
            size="small"
            loading={restore.isPending}
            onClick={() => restore.mutate({ version, to: version - 1 })}
          >
            {t(removed ? "plots.restore" : "plots.undoLast")}
          </Button>
        )}
        {may("remove") && (
          <Popconfirm
            title={t("plots.removeAsk")}
            okText={t("plots.remove")}
            cancelText={t("plots.cancel")}
            onConfirm={() => remove.mutate(version)}
          >
            <Button size="small" danger loading={remove.isPending}>
              {t("plots.remove")}
            </Button>
          </Popconfirm>
        )}
      </p>
      <PlotHistory plot={plot} onRestore={(to) => restore.mutate({ version, to })} />
    </div>
  );
}
