import type { Plot } from "@gezhi/contract/plots.ts";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { usePlotVersions } from "./plot-queries.ts";

/** Who did what to it and when; any state can be had back by whoever may change it. */
export function PlotHistory({ plot, onRestore }: { plot: Plot; onRestore: (to: number) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data } = usePlotVersions(plot.id, plot.version, open);
  return (
    <details className="plot-history" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("plots.history", { n: plot.version })}</summary>
      <ol>
        {(data?.items ?? []).map(({ version, act, by, name }) => (
          <li key={version}>
            <span className="figures muted">{version}</span> {t(`plots.acts.${act}`)} {name}
            <br />
            <span className="muted">
              {by.name} <ExactTime at={by.at} />
            </span>{" "}
            {plot.actions.includes("restore") && version < plot.version && (
              <Button
                type="link"
                size="small"
                aria-label={t("plots.backToVersion", { version })}
                onClick={() => onRestore(version)}
              >
                {t("plots.backTo")}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
