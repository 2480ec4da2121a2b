import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import type { CardProps } from "../map/ObjectCard.tsx";

/** Which matter a drawing hangs on, and the way to it. */
export function UnderIncident({
  incident,
  onChoose,
}: { incident: string } & Pick<CardProps, "onChoose">) {
  const { t } = useTranslation();
  const { data } = useIncident(incident);
  return (
    <p>
      {t("plots.underIncident")}{" "}
      <Button type="link" size="small" onClick={() => onChoose(`incident:${incident}`)}>
        {data ? `${data.number} ${data.title}` : "…"}
      </Button>
    </p>
  );
}
