import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { GlanceFacts } from "./GlanceFacts.tsx";
import { useGlance } from "./map-queries.ts";

/** Whoever sweeps over a hundred grids asks about none of them. */
const restMs = 160;

/** The unit below the pointer at a glance. The unit's card says the same to the keyboard. */
export function GlanceTip({ unit }: { unit: string | undefined }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(unit), restMs);
    return () => clearTimeout(timer);
  }, [unit]);
  const { data } = useGlance(unit === undefined ? undefined : asked);
  if (unit === undefined || data?.unit.code !== unit) return null;
  return (
    <div className="map-glance" aria-hidden>
      <strong>
        {data.path
          .slice(-2)
          .map(({ name }) => name)
          .join(" ")}
      </strong>
      {data.unit.approximate && <span className="muted"> {t("cityMap.near")}</span>}
      <GlanceFacts glance={data} />
    </div>
  );
}
