import { EditOutlined, EyeOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { usePresence } from "../../../shared/incidents/presence.ts";

/** Who else has this incident open, so that two people do not do the same thing. */
export function PresenceLine({ id, typing }: { id: string; typing: boolean }) {
  const { t } = useTranslation();
  const { data: people = [] } = usePresence(id, typing);
  if (people.length === 0) return null;
  return (
    <output className="presence no-print">
      {people.map(({ name, typing: writes }) => (
        <span key={name}>
          {writes ? <EditOutlined aria-hidden /> : <EyeOutlined aria-hidden />}{" "}
          {writes ? t("incident.typing", { name }) : t("incident.viewing", { name })}
        </span>
      ))}
    </output>
  );
}
