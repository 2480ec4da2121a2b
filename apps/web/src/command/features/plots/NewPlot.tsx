import { IncidentId } from "@gezhi/contract/ids.ts";
import type { PlotOwner } from "@gezhi/contract/plots.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import type { CardProps } from "../map/ObjectCard.tsx";
import { useDrawPlot } from "./plot-queries.ts";
import { PlotForm } from "./PlotForm.tsx";
import { UnderIncident } from "./UnderIncident.tsx";

const emptyDraft = { kind: "cordon", shape: "Polygon", points: [], name: "", note: "" } as const;

/** A drawing begins: under the incident it was asked for at, else under a unit. */
export function NewPlot({ incident, onChoose }: CardProps & { incident: string | undefined }) {
  const { t } = useTranslation();
  const own = useOwnUnit();
  const [unit, setUnit] = useState<string | undefined>(own.length > 2 ? own : undefined);
  const draw = useDrawPlot();
  const owner = (): PlotOwner | undefined => {
    if (incident !== undefined) return { type: "incident", incident: IncidentId.parse(incident) };
    return unit === undefined ? undefined : { type: "unit", unit: UnitCode.parse(unit) };
  };
  return (
    <div className="map-card-body">
      <PlotForm
        first={emptyDraft}
        owner={
          incident === undefined ? (
            <label>
              {t("plots.underUnit")}
              <UnitField
                label={t("plots.underUnit")}
                within={own.length > 2 ? own : ""}
                value={unit}
                onChange={setUnit}
              />
            </label>
          ) : (
            <UnderIncident incident={incident} onChoose={onChoose} />
          )
        }
        pending={draw.isPending}
        problem={draw.error}
        onSave={(drawing) => {
          const whose = owner();
          if (whose)
            draw.mutate(
              { owner: whose, ...drawing },
              { onSuccess: ({ id }) => onChoose(`plot:${id}`) },
            );
        }}
        onCancel={() => onChoose(incident === undefined ? "" : `incident:${incident}`)}
      />
    </div>
  );
}
