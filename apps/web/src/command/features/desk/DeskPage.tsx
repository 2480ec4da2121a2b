import { App } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  useIncidentPages,
  useOpenActions,
  usePerformAct,
} from "../../../shared/incidents/incident-queries.ts";
import { EmptyState, ErrorState, LoadingState, StaleNotice } from "../../../shared/ui/states.tsx";
import { IncidentView } from "../incident/IncidentView.tsx";
import { BulkBar } from "./BulkBar.tsx";
import { CountsBar } from "./CountsBar.tsx";
import { activeFilters, queryOf, withoutFilters, type DeskSearch } from "./desk-search.ts";
import "./desk.css";
import { FilterBar } from "./FilterBar.tsx";
import { KeysHelp } from "./KeysHelp.tsx";
import { QueueList } from "./QueueList.tsx";
import { useKeys } from "./use-keys.ts";

type Props = {
  search: DeskSearch;
  /** Works here, and does not only look on. */
  atCentre: boolean;
  onSearch: (search: DeskSearch) => void;
  onNewReport: () => void;
};

/** As many as one bulk act takes. */
const mostAtOnce = 200;

export function DeskPage({ search, atCentre, onSearch, onNewReport }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const filter = useMemo(() => queryOf(search), [search]);
  const pages = useIncidentPages(filter);
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const [cursor, setCursor] = useState<{ id: string; index: number }>();
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);

  const found = rows.findIndex(({ id }) => id === (cursor?.id ?? search.incident));
  // A row that left the list leaves the cursor in its place.
  const index = found === -1 ? Math.min(cursor?.index ?? 0, rows.length - 1) : found;
  const current = rows[index];
  /** Letters act on what is open, wherever it stands in the list; else on the row of the cursor. */
  const subject = search.incident ?? current?.id;
  const accept = usePerformAct(subject ?? "");

  const open = useCallback(
    (incident: string, act?: string) => {
      setCursor({
        id: incident,
        index: Math.max(
          0,
          rows.findIndex(({ id }) => id === incident),
        ),
      });
      onSearch({ ...search, incident, act });
    },
    [onSearch, search, rows],
  );
  const check = useCallback(
    (id: string) =>
      setChecked((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const move = (step: number) => {
    const nextIndex = Math.max(0, Math.min(rows.length - 1, index + step));
    const next = rows[nextIndex];
    if (!next) return;
    setCursor({ id: next.id, index: nextIndex });
    if (search.incident && !search.act) onSearch({ ...search, incident: next.id });
  };
  // An open incident is newer than its row.
  const openActions = useOpenActions(search.incident);
  const row = rows.find(({ id }) => id === subject);
  const can = (act: string) =>
    (openActions() ?? row?.actions ?? []).filter((action) => action.act === act);
  const openForm = (act: string) => subject && can(act).length > 0 && open(subject, act);
  const acceptSubject = () => {
    const [action, second] = can("accept");
    if (!subject || !action?.workOrder) return;
    if (second) return open(subject);
    accept.mutate(
      { act: "accept", workOrder: action.workOrder },
      {
        onSuccess: () =>
          void message.success(
            `${row?.number ?? ""} ${t("actForm.done", { act: t("acts.accept") })}`.trim(),
          ),
        onError: (problem) => void message.warning(problem.message),
      },
    );
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => current && open(current.id),
    a: acceptSubject,
    d: () => openForm("dispatch"),
    r: () => openForm("register"),
    x: () => current && check(current.id),
    n: () => atCentre && onNewReport(),
    "/": () => searchBox.current?.focus(),
    "?": () => setHelp(true),
    Escape: () => {
      if (search.act) onSearch({ ...search, act: undefined });
      else if (search.incident) onSearch({ ...search, incident: undefined });
      else setChecked(new Set());
    },
  });

  return (
    <div className={`desk${search.incident ? " desk-with-incident" : ""}`}>
      <h1 className="visually-hidden">{t("desk.title")}</h1>
      <CountsBar
        unit={search.unit}
        onFilter={(next) => onSearch({ ...next, incident: search.incident, act: search.act })}
      />
      <section className="desk-queue" aria-label={t("desk.queue")}>
        <FilterBar
          search={search}
          atCentre={atCentre}
          onSearch={onSearch}
          onNewReport={onNewReport}
          onKeys={() => setHelp(true)}
          searchRef={searchBox}
        />
        <BulkBar
          chosen={rows.filter(({ id }) => checked.has(id))}
          listed={Math.min(rows.length, mostAtOnce)}
          onAll={() => setChecked(new Set(rows.slice(0, mostAtOnce).map(({ id }) => id)))}
          onClear={() => setChecked(new Set())}
        />
        {pages.error && pages.data && (
          <StaleNotice
            since={pages.dataUpdatedAt}
            error={pages.error}
            onRetry={() => void pages.refetch()}
          />
        )}
        {pages.isPending ? (
          <LoadingState rows={8} />
        ) : !pages.data ? (
          <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
        ) : rows.length === 0 ? (
          <NoRows search={search} onClear={() => onSearch(withoutFilters(search))} />
        ) : (
          <QueueList
            rows={rows}
            open={search.incident}
            at={current?.id}
            moved={cursor?.id}
            checked={checked}
            onOpen={open}
            onCheck={check}
            hasMore={pages.hasNextPage}
            loadingMore={pages.isFetchingNextPage}
            onMore={() => void pages.fetchNextPage()}
          />
        )}
      </section>
      <section className="desk-pane pane" aria-label={t("desk.pane")}>
        {search.incident ? (
          <IncidentView
            key={search.incident}
            id={search.incident}
            act={search.act}
            onAct={(act) => onSearch({ ...search, act })}
            onIncident={open}
            onClose={() => onSearch({ ...search, incident: undefined, act: undefined })}
          />
        ) : (
          <EmptyState title={t("desk.nothingOpen")} hint={t("desk.nothingOpenHint")} />
        )}
      </section>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function NoRows({ search, onClear }: { search: DeskSearch; onClear: () => void }) {
  const { t } = useTranslation();
  const filtered = activeFilters(search).length > 0 || search.q !== undefined;
  return filtered ? (
    <EmptyState
      title={t("desk.empty")}
      action={
        <button type="button" className="link-button" onClick={onClear}>
          {t("desk.clear")}
        </button>
      }
    />
  ) : (
    <EmptyState title={t("desk.emptyQueue")} hint={t("desk.emptyHint")} />
  );
}
