import { Urgency } from "@gezhi/contract/incidents.ts";
import { Button, Select } from "antd";
import { useCallback, useEffect, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "../ui/SearchInput.tsx";
import { EmptyState, QueryState } from "../ui/states.tsx";
import { UnitField } from "../units/UnitField.tsx";
import type { Act } from "./act-forms.ts";
import { incidentListQuery, type IncidentListSearch } from "./incident-list-search.ts";
import { IncidentTable } from "./IncidentTable.tsx";
import { formatTime } from "../time.tsx";
import { useCategories, useIncidentPages } from "./incident-queries.ts";
import "./incident-list.css";

type Props = {
  title: string;
  /** Where all of it lies. */
  within: string;
  search: IncidentListSearch;
  onSearch: (search: IncidentListSearch) => void;
  back: ReactNode;
  note?: string;
};
const sorts = ["urgency", "due", "newest"] as const;

/** The list behind a number, with what it is limited to in words and open to change. */
export function IncidentListPage({ title, within, search, onSearch, back, note }: Props) {
  const { t } = useTranslation();
  const query = useMemo(
    () => incidentListQuery({ ...search, unit: search.unit ?? within }),
    [search, within],
  );
  const pages = useIncidentPages(query);
  const { act } = search;
  const rows = useMemo(() => {
    const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
    return act ? items.filter(({ actions }) => actions.some((one) => one.act === act)) : items;
  }, [pages.data, act]);
  // What may be done is decided row by row, so all rows are needed to find those.
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const searching = act !== undefined && hasNextPage;
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage();
  }, [searching, isFetching, fetchNextPage]);

  const categories = useCategories();
  const set = useCallback(
    (change: IncidentListSearch) => onSearch({ ...search, ...change }),
    [onSearch, search],
  );
  const onQ = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const { unit: _unit, sort: _sort, list: _list, ...filters } = search;
  const words = [
    act && t("incidentList.act", { act: t(`acts.${act as Act}`) }),
    search.figure && t(`figures.measures.${search.figure}`),
    search.from &&
      search.to &&
      `${formatTime(search.from, "short")} – ${formatTime(search.to, "short")}`,
    search.section && t(`figures.sections.${search.section}`),
    search.source && t(`incident.sources.${search.source}`),
    search.category &&
      (categories.data?.find(({ code }) => code.startsWith(search.category ?? ""))?.[
        search.category.length === 2 ? "level1" : "name"
      ] ??
        search.category),
    search.open && t(`desk.openOnly.${search.open}`),
    search.overdue && t("desk.counts.overdue"),
    search.due && t("desk.counts.dueToday"),
    search.opened && t("incidentList.openedToday"),
    search.closed && t("incidentList.closedToday"),
    ...(search.status ?? []).map((one) => t(`status.${one}`)),
  ].filter(Boolean);
  return (
    <div className="incident-list">
      <header className="incident-list-head">
        {back}
        <h1>{title}</h1>
        <UnitField
          label={t("desk.fields.unit")}
          within={within}
          value={search.unit ?? within}
          onChange={(unit) => set({ unit: unit === within ? undefined : unit })}
          width={190}
        />
        <Select
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          aria-label={t("incidentList.urgency")}
          placeholder={t("incidentList.urgency")}
          value={search.urgency ?? []}
          options={Urgency.options.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          onChange={(urgency: Urgency[]) =>
            set({ urgency: urgency.length > 0 ? urgency : undefined })
          }
          style={{ width: 170 }}
        />
        <Select
          aria-label={t("desk.sortLabel")}
          value={search.sort ?? "urgency"}
          options={sorts.map((value) => ({ value, label: t(`desk.sort.${value}`) }))}
          onChange={(sort) => set({ sort: sort === "urgency" ? undefined : sort })}
          style={{ width: 110 }}
        />
        <SearchInput
          label={t("desk.searchLabel")}
          placeholder={t("desk.search")}
          value={search.q ?? ""}
          onChange={onQ}
          width={240}
        />
        {words.length > 0 && <span>{words.join("、")}</span>}
        {Object.values(filters).some((value) => value !== undefined) && (
          <Button
            type="link"
            size="small"
            onClick={() => onSearch({ unit: search.unit, sort: search.sort, list: search.list })}
          >
            {t("desk.clear")}
          </Button>
        )}
      </header>
      {note && <p className="muted">{note}</p>}
      <QueryState query={pages} rows={10}>
        {() => (
          <IncidentTable
            caption={title}
            rows={rows}
            empty={!searching && <EmptyState title={t("desk.empty")} />}
            more={{
              has: hasNextPage,
              loading: pages.isFetchingNextPage,
              load: () => void fetchNextPage(),
            }}
          />
        )}
      </QueryState>
    </div>
  );
}
