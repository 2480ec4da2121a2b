import type {
  ConfigurationKind,
  ConfigurationVersion,
  ContentOf,
} from "@gezhi/contract/configuration.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useMemo, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../../shared/server-clock.ts";
import { useUnitDetail } from "../../../../shared/units/unit-queries.ts";
import { ErrorState, LoadingState } from "../../../../shared/ui/states.tsx";
import { useAdministered } from "../administered.ts";
import type { ConfigurationSearch } from "./ConfigurationPage.tsx";
import {
  usePublish,
  useVersion,
  useVersions,
  versionQuery,
  type InForce,
} from "./configuration-queries.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { DocumentHead } from "./DocumentHead.tsx";
import { differencesOf, joinDocument, splitDocument, type Difference } from "./document-parts.ts";
import { DraftBar } from "./DraftBar.tsx";
import type { Change, EditorProps } from "./editor-types.ts";
import { editors, levelsOf } from "./editors.ts";
import { PublishModal, type Publication } from "./PublishModal.tsx";
import { StaleDraft } from "./StaleDraft.tsx";
import { useConfigurationDraft } from "./use-configuration-draft.ts";
import { stateOf, VersionList } from "./VersionList.tsx";

type Props<K extends ConfigurationKind> = {
  account: string;
  kind: K;
  unit: string;
  inForce: InForce<K>;
  search: ConfigurationSearch;
  onSearch: (search: ConfigurationSearch) => void;
};
const noChanges: readonly Difference[] = [];
const noKeys: ReadonlyMap<string, Change> = new Map();

export function DocumentView<K extends ConfigurationKind>({
  account,
  kind,
  unit,
  inForce,
  search,
  onSearch,
}: Props<K>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const administered = useAdministered();
  const unitName = useUnitDetail(unit).data?.shortName ?? unit;
  const versions = useVersions(kind, unit);
  const old = useVersion(kind, unit, search.version);
  const { draft, set, drop, unsaved } = useConfigurationDraft(account, kind, unit);
  const publish = usePublish(kind);
  const [open, setOpen] = useState<"publish" | "versions" | "differences">();

  const stale =
    draft !== undefined &&
    (draft.baseVersion !== inForce.baseVersion ||
      draft.base.unit !== inForce.version.unit ||
      draft.base.version !== inForce.version.version);
  // What others published meanwhile is not this person's change: until both are joined, the draft is compared with what it began from.
  const base = useVersion(
    kind,
    draft?.base.unit ?? unit,
    stale ? draft.base.version : undefined,
  ).data;
  const before = stale && base ? base.content : inForce.content;
  const current = useMemo(() => splitDocument(kind, before), [kind, before]);
  const differences = useMemo(
    () => (draft ? differencesOf(current, splitDocument(kind, draft.content)) : noChanges),
    [kind, current, draft],
  );
  const changes = useMemo(
    () => new Map(differences.map(({ key, change }) => [key, change])),
    [differences],
  );
  const mayEdit =
    unit.startsWith(administered) && levelsOf(kind).some((level) => level === levelOf(unit));
  const scheduled = (versions.data ?? []).filter(
    (version) => stateOf(version, serverNow()) === "scheduled",
  );

  const begin = (content: ContentOf<K>, reason: string) => {
    const { version, baseVersion } = inForce;
    set({ content, base: { unit: version.unit, version: version.version }, baseVersion, reason });
    onSearch({ ...search, version: undefined });
  };
  const restore = async (version: ConfigurationVersion) => {
    const found = await client
      .fetchQuery(versionQuery(kind, unit, version.version))
      .catch((error: unknown) => void message.error((error as Error).message));
    if (!found) return;
    begin(found.content, t("configuration.restoreReason", { version: version.version }));
    setOpen("differences");
  };
  const send = ({ validFrom, reason, withdrawScheduled }: Publication) => {
    if (!draft) return;
    publish.mutate(
      {
        unit,
        content: draft.content,
        baseVersion: draft.baseVersion,
        reason,
        withdrawScheduled,
        ...(validFrom ? { validFrom } : {}),
      },
      {
        onSuccess: ({ version }) => {
          drop();
          setOpen(undefined);
          void message.success(t("configuration.published", { version }));
        },
      },
    );
  };

  const Editor: ComponentType<EditorProps<K>> = editors[kind];
  const viewed = search.version === undefined ? undefined : old.data;
  return (
    <div className="document">
      <DocumentHead
        kind={kind}
        unit={unit}
        unitName={unitName}
        inForce={inForce.version}
        viewed={viewed?.version}
        scheduled={scheduled}
        editing={draft !== undefined}
        mayEdit={mayEdit}
        onUnit={(next) => onSearch({ unit: next })}
        onVersions={() => setOpen("versions")}
        onOpen={(version) => onSearch({ ...search, version })}
        onBegin={() => begin(inForce.content, "")}
        onRestore={() => viewed && void restore(viewed.version)}
      />
      {draft && search.version === undefined && (
        <>
          {stale && (
            <StaleDraft
              kind={kind}
              draft={draft}
              inForce={inForce}
              onRebased={(content) => {
                set({
                  ...draft,
                  content,
                  base: { unit: inForce.version.unit, version: inForce.version.version },
                  baseVersion: inForce.baseVersion,
                });
                publish.reset();
              }}
            />
          )}
          <DraftBar
            count={differences.length}
            unsaved={unsaved}
            shown={open === "differences"}
            stale={stale}
            onShow={() => setOpen(open === "differences" ? undefined : "differences")}
            onPublish={() => {
              publish.reset();
              setOpen("publish");
            }}
            onDrop={() => {
              drop();
              setOpen(undefined);
            }}
          />
          {open === "differences" && (
            <section className="document-differences" aria-label={t("configuration.showChanges")}>
              <DifferenceList
                kind={kind}
                differences={differences}
                onRevert={(key) => {
                  const parts = new Map(splitDocument(kind, draft.content));
                  if (current.has(key)) parts.set(key, current.get(key));
                  else parts.delete(key);
                  set({ ...draft, content: joinDocument(kind, parts) });
                }}
              />
            </section>
          )}
        </>
      )}
      {search.version !== undefined && !viewed ? (
        old.error ? (
          <ErrorState error={old.error} onRetry={() => void old.refetch()} />
        ) : (
          <LoadingState rows={10} />
        )
      ) : (
        <Editor
          content={viewed?.content ?? draft?.content ?? inForce.content}
          onChange={
            draft && !viewed ? (content: ContentOf<K>) => set({ ...draft, content }) : undefined
          }
          changes={viewed ? noKeys : changes}
          unit={unit}
          q={search.q ?? ""}
          onQ={(q) => onSearch({ ...search, q: q || undefined })}
        />
      )}
      {open === "versions" && (
        <VersionList
          kind={kind}
          unit={unit}
          unitName={unitName}
          mayEdit={mayEdit}
          onClose={() => setOpen(undefined)}
          onOpen={(version) => {
            setOpen(undefined);
            onSearch({ ...search, version });
          }}
          onRestore={(version) => void restore(version)}
        />
      )}
      {open === "publish" && draft && (
        <PublishModal
          kind={kind}
          unitName={unitName}
          differences={differences}
          scheduled={scheduled}
          reason={draft.reason}
          stale={stale}
          onReason={(reason) => set({ ...draft, reason })}
          pending={publish.isPending}
          problem={publish.error}
          onPublish={send}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}
