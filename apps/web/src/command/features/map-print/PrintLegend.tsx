import { Urgency } from "@gezhi/contract/incidents.ts";
import { PatrolState } from "@gezhi/contract/patrols.ts";
import type { PlaceKind } from "@gezhi/contract/places.ts";
import { useTranslation } from "react-i18next";
import type { Things } from "../map/CityMap.tsx";
import { HeatLegend } from "../map/HeatLegend.tsx";
import { BadgeSign } from "../map/map-badges.tsx";
import type { LayerName } from "../map/map-search.ts";
import { Sign } from "../map/Sign.tsx";
import { PatrolSign } from "../patrols/PatrolSign.tsx";
import { placeBadges } from "../places/place-signs.ts";
import { Measured } from "../plots/Measured.tsx";
import { measureOf } from "../plots/measure-rules.ts";
import { pointsOf } from "../plots/plot-layer.ts";
import { plotSigns } from "../plots/plot-signs.ts";

type Props = { things: Things; shown: readonly LayerName[]; kinds: readonly PlaceKind[] };

const mostPlots = 22;

/** What is on the sheet and nothing else. */
export function PrintLegend({ things, shown, kinds }: Props) {
  const { t } = useTranslation();
  const { plots, places, patrols } = things;
  return (
    <aside className="print-legend" aria-label={t("mapPrint.legend")}>
      <h2>{t("mapPrint.legend")}</h2>
      {(["incidents", "alarms"] as const).map((name) =>
        shown.includes(name) ? (
          <section key={name}>
            <h3>
              {t(`cityMap.names.${name}`)} <Count n={things[name]?.total} />
            </h3>
            <ul className="print-two">
              {Urgency.options.map((urgency) => (
                <li key={urgency}>
                  <Sign kind={name === "incidents" ? "incident" : "alarm"} worst={urgency} />{" "}
                  {t(`urgency.${urgency}`)}
                </li>
              ))}
            </ul>
          </section>
        ) : null,
      )}
      {shown.includes("devices") && (
        <section>
          <h3>
            {t("cityMap.names.devices")} <Count n={things.devices?.total} />
          </h3>
          <ul className="print-two">
            {(["online", "late", "silent", "offline"] as const).map((state) => (
              <li key={state}>
                <Sign kind="device" worst={state} /> {t(`devices.states.${state}`)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {shown.includes("heat") && (
        <section>
          <h3>{t("cityMap.heat.legend")}</h3>
          <HeatLegend heat={things.heat} />
        </section>
      )}
      {shown.includes("people") && (
        <section>
          <h3>
            {t("cityMap.names.people")} <Count n={things.people?.total} />
          </h3>
        </section>
      )}
      {shown.includes("forces") && (
        <section>
          <h3>
            {t("cityMap.names.forces")} <Count n={things.forces?.people} />
          </h3>
        </section>
      )}
      {patrols.length > 0 && (
        <section>
          <h3>
            {t("patrols.layer")} <Count n={patrols.length} />
          </h3>
          <ul className="print-two">
            {PatrolState.options.map((state) => (
              <li key={state}>
                <PatrolSign state={state} /> {t(`patrols.states.${state}`)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {kinds.length > 0 && (
        <section>
          <h3>{t("placeLayer.title")}</h3>
          <ul className="print-two">
            {kinds.map((kind) => (
              <li key={kind}>
                <BadgeSign shape="place" {...placeBadges[kind]} /> {t(`places.kinds.${kind}`)}{" "}
                <Count n={places.filter((place) => place.kind === kind).length} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {plots.length > 0 && (
        <section>
          <h3>
            {t("plots.layer")} <Count n={plots.length} />
          </h3>
          <ul>
            {plots.slice(0, mostPlots).map(({ id, kind, name, geometry }) => (
              <li key={id}>
                <BadgeSign shape="plot" {...plotSigns[kind]} />{" "}
                {name === "" || name === t(`plots.kinds.${kind}`)
                  ? t(`plots.kinds.${kind}`)
                  : `${t(`plots.kinds.${kind}`)} ${name}`}
                {geometry.type !== "Point" && (
                  <span className="print-measure figures">
                    <Measured measure={measureOf(geometry.type, pointsOf(geometry))} />
                  </span>
                )}
              </li>
            ))}
          </ul>
          {plots.length > mostPlots && (
            <p>{t("mapPrint.morePlots", { n: plots.length - mostPlots })}</p>
          )}
        </section>
      )}
    </aside>
  );
}

const Count = ({ n }: { n: number | undefined }) => <span className="figures">{n ?? ""}</span>;
