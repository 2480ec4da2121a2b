import type { ConfigurationKind, ContentOf } from "@gezhi/contract/configuration.ts";
import { Alert, Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useVersion, type InForce } from "./configuration-queries.ts";
import { differencesOf, joinDocument, rebase, splitDocument } from "./document-parts.ts";
import { partWords } from "./document-words.ts";
import type { Draft } from "./use-configuration-draft.ts";

type Props<K extends ConfigurationKind> = {
  kind: K;
  draft: Draft<K>;
  inForce: InForce<K>;
  onRebased: (content: ContentOf<K>) => void;
};

/** Somebody published while the draft was being made: the draft stays, and its changes can be put on top of the new version. */
export function StaleDraft<K extends ConfigurationKind>({
  kind,
  draft,
  inForce,
  onRebased,
}: Props<K>) {
  const { t } = useTranslation();
  const base = useVersion(kind, draft.base.unit, draft.base.version);
  const merged = useMemo(() => {
    if (!base.data) return undefined;
    const [before, theirs] = [base.data.content, inForce.content].map((content) =>
      splitDocument(kind, content),
    );
    if (!before || !theirs) return undefined;
    return {
      ...rebase(before, splitDocument(kind, draft.content), theirs),
      published: differencesOf(before, theirs).length,
    };
  }, [kind, base.data, draft.content, inForce.content]);
  const { version, author, reason } = inForce.version;
  return (
    <Alert
      type="warning"
      showIcon
      title={t("configuration.stale", { author, version, reason })}
      description={
        <>
          {base.error && <p>{base.error.message}</p>}
          {merged && (
            <p>
              {t("configuration.staleLine", { n: merged.published })}{" "}
              {merged.conflicts.length === 0
                ? t("configuration.noConflicts")
                : t("configuration.conflicts", {
                    n: merged.conflicts.length,
                    parts: merged.conflicts
                      .slice(0, 10)
                      .map((key) => partWords(t, kind, key, merged.parts.get(key)))
                      .join("、"),
                  })}
            </p>
          )}
        </>
      }
      action={
        <Button
          loading={base.isPending}
          disabled={!merged}
          onClick={() => merged && onRebased(joinDocument(kind, merged.parts))}
        >
          {t("configuration.rebase", { version })}
        </Button>
      }
    />
  );
}
