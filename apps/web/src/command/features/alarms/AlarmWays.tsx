import { useTranslation } from "react-i18next";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { WayLine } from "../../../shared/incidents/WayLine.tsx";

/** Who is expected at the alarm's incident, and when (R53); nothing where nobody is on the way or it is not seen whole. */
export function AlarmWays({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data } = useIncident(incident);
  const orders = data?.workOrders.filter(({ way }) => way !== null) ?? [];
  if (orders.length === 0) return null;
  return (
    <section aria-label={t("ways.heading")}>
      {orders.map(({ id, handlerName, way }) => (
        <div key={id}>
          {handlerName} <WayLine way={way} />
        </div>
      ))}
    </section>
  );
}
