import { EditOutlined, HistoryOutlined } from "@ant-design/icons";
import type { ConfigurationKind, ConfigurationVersion } from "@gezhi/contract/configuration.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../../shared/i18n/server-words.ts";
import { serverNow } from "../../../../shared/server-clock.ts";
import { ExactTime } from "../../../../shared/time.tsx";
import { UnitField } from "../../../../shared/units/UnitField.tsx";
import { useUnitDetail } from "../../../../shared/units/unit-queries.ts";
import { useAdministered } from "../administered.ts";
import { levelsOf } from "./editors.ts";
import { stateOf } from "./VersionList.tsx";

type Props = {
  kind: ConfigurationKind;
  unit: string;
  unitName: string;
  inForce: ConfigurationVersion;
  /** An old version that is being looked at. */
  viewed: ConfigurationVersion | undefined;
  scheduled: readonly ConfigurationVersion[];
  editing: boolean;
  mayEdit: boolean;
  onUnit: (unit: string) => void;
  onVersions: () => void;
  onOpen: (version: number | undefined) => void;
  onBegin: () => void;
  onRestore: () => void;
};

/** Whose document this is, since when and why, and the ways to other versions. */
export function DocumentHead(props: Props) {
  const { kind, unit, unitName, inForce, viewed, scheduled, editing, mayEdit } = props;
  const { onUnit, onVersions, onOpen, onBegin, onRestore } = props;
  const { t } = useTranslation();
  const words = useServerWords();
  const within = useAdministered();
  const own = inForce.unit === unit;
  const owner = useUnitDetail(inForce.unit).data?.shortName ?? inForce.unit;
  return (
    <header className="document-head">
      <div className="document-title">
        <h1>{t(`configuration.kinds.${kind}`)}</h1>
        <UnitField
          label={t("configuration.unit")}
          value={unit}
          within={within}
          levels={levelsOf(kind)}
          onChange={(next) => next && onUnit(next)}
          width={220}
        />
        <span className="status-tag">
          {own ? t("configuration.own") : t("configuration.inherited", { unit: owner })}
        </span>
        <span className="document-buttons">
          <Button icon={<HistoryOutlined aria-hidden />} onClick={onVersions}>
            {t("configuration.versions")}
          </Button>
          {mayEdit && !editing && !viewed && (
            <Button type="primary" icon={<EditOutlined aria-hidden />} onClick={onBegin}>
              {own ? t("configuration.edit") : t("configuration.override", { unit: unitName })}
            </Button>
          )}
        </span>
      </div>
      <p className="muted">
        {t(`configuration.about.${kind}`)}{" "}
        {t("configuration.version", { version: inForce.version })}
        {" · "}
        {t("configuration.since")} <ExactTime at={inForce.validFrom} format="day" /> ·{" "}
        {words.sentence(inForce.author)} · {words.sentence(inForce.reason)}
      </p>
      {scheduled.map((version) => (
        <p key={version.version} className="document-note">
          {t("configuration.scheduled", { version: version.version })}{" "}
          <ExactTime at={version.validFrom} /> · {version.author} · {version.reason}{" "}
          <Button size="small" type="link" onClick={() => onOpen(version.version)}>
            {t("configuration.openVersion")}
          </Button>
        </p>
      ))}
      {viewed && (
        <p className="document-note">
          <strong>{t("configuration.viewing", { version: viewed.version })}</strong>
          <span className="status-tag">
            {t(`configuration.states.${stateOf(viewed, serverNow())}`)}
          </span>{" "}
          {viewed.author} · {viewed.reason}
          <Button size="small" onClick={() => onOpen(undefined)}>
            {t("configuration.backToCurrent")}
          </Button>
          {mayEdit && (
            <Button size="small" onClick={onRestore}>
              {t("configuration.restore")}
            </Button>
          )}
        </p>
      )}
    </header>
  );
}
