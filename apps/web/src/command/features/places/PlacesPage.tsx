import { DownloadOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Checkbox, Select } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useKeptUnit, useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { urlOf } from "../../../shared/api.ts";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { SearchInput } from "../../../shared/ui/SearchInput.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { usePlacePages } from "./place-queries.ts";
import type { PlacesSearch } from "./place-routes.tsx";
import { PlaceImport } from "./PlaceImport.tsx";
import { PlacesMap } from "./PlacesMap.tsx";
import { TagFilter } from "./TagFilter.tsx";
import "./places.css";

type Props = { search: PlacesSearch; onSearch: (search: PlacesSearch) => void };

export function PlacesPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const own = useOwnUnit();
  const kept = useKeptUnit();
  const unit = search.unit ?? own;
  const [importing, setImporting] = useState(false);
  const filter = useMemo(() => ({ ...search, unit }), [search, unit]);
  const pages = usePlacePages(filter);
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const set = useCallback(
    (change: PlacesSearch) => onSearch({ ...search, ...change }),
    [onSearch, search],
  );
  const onQ = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const { unit: _unit, ...filters } = search;
  return (
    <div className="places">
      <header className="places-bar">
        <h1>{t("places.title")}</h1>
        <UnitField
          label={t("places.fields.unit")}
          within={own.length > 2 ? own : ""}
          value={unit}
          onChange={(next) => set({ unit: next === own ? undefined : next })}
          width={190}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("places.fields.kind")}
          placeholder={t("places.fields.kind")}
          value={search.kind ?? null}
          options={PlaceKind.options.map((kind) => ({
            value: kind,
            label: t(`places.kinds.${kind}`),
          }))}
          onChange={(kind: PlaceKind | null) => set({ kind: kind ?? undefined })}
          style={{ width: 150 }}
        />
        <TagFilter rows={rows} tag={search.tag} onTag={(tag) => set({ tag })} />
        <SearchInput
          label={t("places.searchLabel")}
          placeholder={t("places.search")}
          value={search.q ?? ""}
          onChange={onQ}
        />
        <Checkbox
          checked={search.ended === "true"}
          onChange={({ target }) => set({ ended: target.checked ? "true" : undefined })}
        >
          {t("places.withEnded")}
        </Checkbox>
        {Object.values(filters).some((value) => value !== undefined) && (
          <Button type="link" onClick={() => onSearch({ unit: search.unit })}>
            {t("desk.clear")}
          </Button>
        )}
        <span className="places-tools no-print">
          {kept !== undefined && (
            <>
              <Link to="/places/new" className="places-add">
                <PlusOutlined aria-hidden /> {t("places.add")}
              </Link>
              <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
                {t("places.import")}
              </Button>
            </>
          )}
          {(["csv", "geojson"] as const).map((format) => (
            <Button
              key={format}
              icon={<DownloadOutlined aria-hidden />}
              href={urlOf(`/places/export.${format}`, { unit })}
            >
              {t(`places.export.${format}`)}
            </Button>
          ))}
        </span>
      </header>
      <QueryState query={pages} rows={10}>
        {() => (
          <div className="places-panes">
            <DataTable
              caption={t("places.title")}
              rows={rows}
              keyOf={({ id }) => id}
              onRow={({ id }) => void navigate({ to: "/places/$id", params: { id } })}
              empty={<EmptyState title={t("places.none")} hint={t("places.noneHint")} />}
              more={{
                has: pages.hasNextPage,
                loading: pages.isFetchingNextPage,
                load: () => void pages.fetchNextPage(),
              }}
              columns={[
                {
                  key: "name",
                  title: t("places.fields.name"),
                  header: true,
                  render: ({ id, name, simulated, ended }) => (
                    <>
                      <Link to="/places/$id" params={{ id }}>
                        {name}
                      </Link>{" "}
                      {ended && <span className="muted">{t("places.ended")}</span>}{" "}
                      {simulated && <SimulatedTag />}
                    </>
                  ),
                },
                {
                  key: "kind",
                  title: t("places.fields.kind"),
                  width: 110,
                  render: ({ kind }) => t(`places.kinds.${kind}`),
                },
                {
                  key: "tags",
                  title: t("places.fields.tags"),
                  width: 150,
                  render: ({ tags }) => tags.join("、"),
                },
                {
                  key: "unit",
                  title: t("places.fields.unit"),
                  width: 170,
                  render: (place) => place.unit.name,
                },
                {
                  key: "contact",
                  title: t("places.fields.contact"),
                  width: 160,
                  render: ({ contact }) =>
                    contact ? `${contact.name ?? ""} ${contact.phone ?? ""}` : "",
                },
                {
                  key: "code",
                  title: t("places.fields.code"),
                  width: 150,
                  render: ({ code }) => <span className="figures">{code}</span>,
                },
              ]}
            />
            <PlacesMap rows={rows} unit={unit} />
          </div>
        )}
      </QueryState>
      {importing && <PlaceImport onClose={() => setImporting(false)} />}
    </div>
  );
}
