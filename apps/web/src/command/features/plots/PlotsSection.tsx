import { EditOutlined } from "@ant-design/icons";
import type { Plot } from "@gezhi/contract/plots.ts";
import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { BadgeSign } from "../map/map-badges.tsx";
import { useMayDraw } from "./use-may-draw.ts";
import { plotSigns } from "./plot-signs.ts";

type Props = {
  on: boolean;
  plots: readonly Plot[];
  more: boolean;
  failed: boolean;
  onToggle: (on: boolean) => void;
  onDraw: () => void;
};

/** The layer of drawings: its legend with how many of each, and the way to a new one. */
export function PlotsSection({ on, plots, more, failed, onToggle, onDraw }: Props) {
  const { t } = useTranslation();
  const mayDraw = useMayDraw();
  const kinds = [...Map.groupBy(plots, ({ kind }) => kind)];
  return (
    <section className="map-layer" aria-label={t("plots.layer")}>
      <div className="map-layer-head">
        <Checkbox checked={on} onChange={({ target }) => onToggle(target.checked)}>
          {t("plots.layer")}
        </Checkbox>
        {on && (
          <span className="figures muted">
            {failed ? t("cityMap.failed") : `${plots.length}${more ? "+" : ""}`}
          </span>
        )}
      </div>
      {on && kinds.length > 0 && (
        <ul className="map-legend">
          {kinds.map(([kind, all]) => (
            <li key={kind}>
              <BadgeSign shape="plot" {...plotSigns[kind]} /> {t(`plots.kinds.${kind}`)}{" "}
              <span className="figures muted">{all.length}</span>
            </li>
          ))}
        </ul>
      )}
      {mayDraw && (
        <Button size="small" icon={<EditOutlined aria-hidden />} onClick={onDraw}>
          {t("plots.draw")}
        </Button>
      )}
    </section>
  );
}
