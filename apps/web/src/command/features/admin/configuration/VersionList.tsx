import type { ConfigurationKind, ConfigurationVersion } from "@gezhi/contract/configuration.ts";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../../shared/server-clock.ts";
import { ExactTime } from "../../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../../shared/ui/states.tsx";
import { useVersion, useVersions } from "./configuration-queries.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { differencesOf, splitDocument } from "./document-parts.ts";

export type VersionState = "withdrawn" | "scheduled" | "inForce" | "ended";

export function stateOf({ validFrom, validTo }: ConfigurationVersion, now: number): VersionState {
  if (validTo === validFrom) return "withdrawn";
  if (Date.parse(validFrom) > now) return "scheduled";
  return validTo === null || Date.parse(validTo) > now ? "inForce" : "ended";
}

type Props = {
  kind: ConfigurationKind;
  unit: string;
  unitName: string;
  mayEdit: boolean;
  onClose: () => void;
  onOpen: (version: number) => void;
  onRestore: (version: ConfigurationVersion) => void;
};

/** All versions of one unit's document: who, when, why, and what each changed. */
export function VersionList({ kind, unit, unitName, mayEdit, onClose, onOpen, onRestore }: Props) {
  const { t } = useTranslation();
  const versions = useVersions(kind, unit);
  const [compared, setCompared] = useState<number>();
  return (
    <Drawer
      open
      size={720}
      onClose={onClose}
      title={t("configuration.history", {
        kind: t(`configuration.kinds.${kind}`),
        unit: unitName,
      })}
    >
      <QueryState query={versions}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t("configuration.noVersions", { unit: unitName })} />
          ) : (
            <ol className="versions">
              {items.map((version, index) => {
                const number = version.version;
                const before = items[index + 1];
                return (
                  <li key={number}>
                    <p className="version-line">
                      <strong>{t("configuration.version", { version: number })}</strong>
                      <span className="status-tag">
                        {t(`configuration.states.${stateOf(version, serverNow())}`)}
                      </span>
                      <span>{version.author}</span>
                      <span className="muted">
                        <ExactTime at={version.createdAt} />
                      </span>
                    </p>
                    <p>{version.reason}</p>
                    <p className="muted">
                      {t("configuration.validity")} <ExactTime at={version.validFrom} /> –{" "}
                      {version.validTo ? (
                        <ExactTime at={version.validTo} />
                      ) : (
                        t("configuration.open")
                      )}
                    </p>
                    <p className="version-line">
                      <Button size="small" onClick={() => onOpen(number)}>
                        {t("configuration.openVersion")}
                      </Button>
                      {before && (
                        <Button
                          size="small"
                          aria-expanded={compared === number}
                          onClick={() => setCompared(compared === number ? undefined : number)}
                        >
                          {t("configuration.compare", { version: before.version })}
                        </Button>
                      )}
                      {mayEdit && index > 0 && (
                        <Button size="small" onClick={() => onRestore(version)}>
                          {t("configuration.restore")}
                        </Button>
                      )}
                    </p>
                    {compared === number && before && (
                      <Comparison kind={kind} unit={unit} from={before.version} to={number} />
                    )}
                  </li>
                );
              })}
            </ol>
          )
        }
      </QueryState>
    </Drawer>
  );
}

type ComparisonProps = { kind: ConfigurationKind; unit: string; from: number; to: number };

function Comparison({ kind, unit, from, to }: ComparisonProps) {
  const before = useVersion(kind, unit, from);
  const after = useVersion(kind, unit, to);
  return (
    <QueryState query={before}>
      {(old) => (
        <QueryState query={after}>
          {(fresh) => (
            <DifferenceList
              kind={kind}
              differences={differencesOf(
                splitDocument(kind, old.content),
                splitDocument(kind, fresh.content),
              )}
            />
          )}
        </QueryState>
      )}
    </QueryState>
  );
}
