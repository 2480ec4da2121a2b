import type { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Difference } from "./document-parts.ts";
import { fieldWords, partWords, valueWords } from "./document-words.ts";

type Props = {
  kind: ConfigurationKind;
  differences: readonly Difference[];
  /** Takes one change back. */
  onRevert?: ((key: string) => void) | undefined;
};
const most = 200;

/** What changed, part by part, old beside new. */
export function DifferenceList({ kind, differences, onRevert }: Props) {
  const { t } = useTranslation();
  if (differences.length === 0) return <p className="muted">{t("configuration.same")}</p>;
  return (
    <>
      <ul className="differences">
        {differences.slice(0, most).map((difference) => {
          const { key, change, before, after, fields } = difference;
          const name = partWords(t, kind, key, after ?? before);
          const lines =
            fields.length > 0
              ? fields.map((one) => ({ ...one, label: fieldWords(t, one.field) }))
              : [{ field: key, label: "", before, after }];
          return (
            <li key={key}>
              <span className="change-mark">{t(`configuration.changes.${change}`)}</span>
              <strong>{name}</strong>
              {onRevert && (
                <Button
                  size="small"
                  type="link"
                  aria-label={t("configuration.revertOne", { name })}
                  onClick={() => onRevert(key)}
                >
                  {t("configuration.revert")}
                </Button>
              )}
              <dl>
                {lines.map((line) => (
                  <div key={line.field}>
                    {line.label && <dt>{line.label}</dt>}
                    <dd>
                      {change !== "added" && <del>{valueWords(t, line.before, line.field)}</del>}{" "}
                      {change !== "removed" && <ins>{valueWords(t, line.after, line.field)}</ins>}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
      {differences.length > most && (
        <p className="muted">{t("configuration.moreChanges", { n: differences.length - most })}</p>
      )}
    </>
  );
}
