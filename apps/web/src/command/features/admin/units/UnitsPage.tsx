import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { pathOf } from "@gezhi/contract/units.ts";
import { Button, Dropdown } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf } from "../../../../shared/api.ts";
import { useUnitDetail, useUnitSearch } from "../../../../shared/units/unit-queries.ts";
import { SearchInput } from "../../../../shared/ui/SearchInput.tsx";
import { EmptyState, QueryState } from "../../../../shared/ui/states.tsx";
import { useAdministered } from "../administered.ts";
import { UnitDetails } from "./UnitDetails.tsx";
import { UnitImport } from "./UnitImport.tsx";
import { UnitTree } from "./UnitTree.tsx";
import "./units.css";

export type UnitsSearch = { unit?: string | undefined; q?: string | undefined };
type Props = { search: UnitsSearch; onSearch: (search: UnitsSearch) => void };

/** The tree from the city to the grid, one unit with its area and history, changes, import and export. */
export function UnitsPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const administered = useAdministered();
  const unit = search.unit ?? administered;
  const q = search.q ?? "";
  const root = useUnitDetail(administered);
  const found = useUnitSearch(q);
  const [importing, setImporting] = useState(false);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const expanded = useMemo(() => {
    const open = new Set([administered, ...pathOf(unit).slice(0, -1)]);
    for (const [code, isOpen] of toggled) {
      if (isOpen) open.add(code);
      else open.delete(code);
    }
    return open;
  }, [administered, unit, toggled]);
  const select = (code: string) => {
    setToggled(
      (before) => new Map([...before].filter(([one]) => !code.startsWith(one) || one === code)),
    );
    onSearch({ ...search, unit: code });
  };
  const onQ = useCallback(
    (next: string) => onSearch({ ...search, q: next || undefined }),
    [onSearch, search],
  );
  return (
    <div className="units">
      <section className="units-list" aria-label={t("admin.units.title")}>
        <h1>{t("admin.units.title")}</h1>
        <SearchInput label={t("admin.units.search")} value={q} onChange={onQ} width="100%" />
        {q === "" ? (
          <QueryState query={root} rows={12}>
            {(top) => (
              <UnitTree
                root={top}
                selected={unit}
                expanded={expanded}
                onExpand={(code, open) => setToggled(new Map([...toggled, [code, open]]))}
                onSelect={select}
              />
            )}
          </QueryState>
        ) : (
          <QueryState query={found} rows={12}>
            {(items) =>
              items.length === 0 ? (
                <EmptyState title={t("unitField.none")} />
              ) : (
                <ul className="units-found">
                  {items.map((one) => (
                    <li key={one.code}>
                      <button
                        type="button"
                        className="unit-node"
                        aria-current={one.code === unit ? "true" : undefined}
                        onClick={() => select(one.code)}
                      >
                        {one.name} <span className="muted figures">{one.code}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              )
            }
          </QueryState>
        )}
        <div className="units-tools">
          <Dropdown
            trigger={["click"]}
            menu={{
              items: (["csv", "geojson"] as const).map((format) => ({
                key: format,
                label: (
                  <a href={urlOf(`/units-export.${format}`, { unit })} download>
                    {t(`admin.units.export.${format}`)}
                  </a>
                ),
              })),
            }}
          >
            <Button icon={<DownloadOutlined aria-hidden />}>{t("admin.units.exportUnit")}</Button>
          </Dropdown>
          <Button icon={<UploadOutlined aria-hidden />} onClick={() => setImporting(true)}>
            {t("admin.units.import")}
          </Button>
        </div>
      </section>
      <UnitDetails key={unit} code={unit} onSelect={select} />
      {importing && <UnitImport onClose={() => setImporting(false)} />}
    </div>
  );
}
