import type { WorkOrder } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../time.tsx";

/** R53: when somebody is expected at a red matter, and in the end what the way took against the estimate. */
export function WayLine({ way }: { way: WorkOrder["way"] }) {
  const { t } = useTranslation();
  if (!way) return null;
  const { minutes, from, arriveBy, tookMinutes } = way;
  if (tookMinutes !== null)
    return <p className="muted">{t("ways.took", { took: tookMinutes, minutes })}</p>;
  return (
    <p className="muted">
      {arriveBy && (
        <>
          {t("ways.arriveBy")} <ExactTime at={arriveBy} format="short" />{" "}
        </>
      )}
      {t(from === "person" ? "ways.fromPerson" : "ways.fromUnit", { minutes })}
    </p>
  );
}
