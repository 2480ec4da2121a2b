import { IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import { Unit } from "@gezhi/contract/units.ts";
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Radio, Select } from "antd";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { api } from "../../../shared/api.ts";
import { useCategories } from "../../../shared/incidents/incident-queries.ts";
import { useMe } from "../../../shared/session.ts";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import type { DeskSearch } from "./desk-search.ts";

type Props = { search: DeskSearch; onSearch: (search: DeskSearch) => void };

export function FilterForm({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<DeskSearch>) => onSearch({ ...search, ...change });
  return (
    <div className="filter-form">
      <Row label={t("desk.fields.urgency")}>
        <Checkbox.Group
          value={search.urgency ?? []}
          options={Urgency.options.map((value) => ({
            value,
            label: <UrgencyTag urgency={value} />,
          }))}
          onChange={(urgency) => set({ urgency: urgency.length > 0 ? urgency : undefined })}
        />
      </Row>
      <Row label={t("desk.fields.open")}>
        <Radio.Group
          value={search.open ?? "any"}
          options={(["any", "true", "false"] as const).map((value) => ({
            value,
            label: t(`desk.openOnly.${value}`),
          }))}
          onChange={({ target }) =>
            set({ open: target.value === "any" ? undefined : target.value })
          }
        />
      </Row>
      <Row label={t("desk.fields.status")}>
        <Select
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          aria-label={t("desk.fields.status")}
          value={search.status ?? []}
          options={IncidentStatus.options.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(status) => set({ status: status.length > 0 ? status : undefined })}
          style={{ width: "100%" }}
        />
      </Row>
      <Row label={t("desk.fields.category")}>
        <CategoryFilter value={search.category} onChange={(category) => set({ category })} />
      </Row>
      <Row label={t("desk.fields.unit")}>
        <UnitFilter value={search.unit} onChange={(unit) => set({ unit })} />
      </Row>
      <div>
        <Checkbox
          checked={search.overdue === "true"}
          onChange={({ target }) => set({ overdue: target.checked ? "true" : undefined })}
        >
          {t("desk.fields.overdue")}
        </Checkbox>
        <Checkbox
          checked={search.supervised === "true"}
          onChange={({ target }) => set({ supervised: target.checked ? "true" : undefined })}
        >
          {t("desk.fields.supervised")}
        </Checkbox>
      </div>
    </div>
  );
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <p className="muted">{label}</p>
    {children}
  </div>
);

type PickProps = { value: string | undefined; onChange: (value: string | undefined) => void };

/** A whole class or one category: codes are prefixes of each other. */
function CategoryFilter({ value, onChange }: PickProps) {
  const { t } = useTranslation();
  const categories = useCategories();
  const options = useMemo(() => {
    const items = categories.data ?? [];
    const classes = new Map(items.map(({ code, level1 }) => [code.slice(0, 2), level1]));
    return [
      ...[...classes].map(([code, level1]) => ({ value: code, label: `${code} ${level1}` })),
      ...items.map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
    ].toSorted((a, b) => (a.value < b.value ? -1 : 1));
  }, [categories.data]);
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      aria-label={t("desk.fields.category")}
      value={value ?? null}
      options={options}
      loading={categories.isPending}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      style={{ width: "100%" }}
    />
  );
}

const Units = z.object({ items: z.array(Unit) });

function UnitFilter({ value, onChange }: PickProps) {
  const { t } = useTranslation();
  const own = useMe().appointments[0]?.unit;
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const units = useQuery({
    queryKey: ["units", "below", own, q],
    queryFn: ({ signal }) =>
      api.get(Units, "/units", {
        query: q === "" ? { parent: own, limit: 100 } : { q, limit: 30 },
        signal,
      }),
  });
  const options = (units.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      aria-label={t("desk.fields.unit")}
      value={value ?? null}
      options={options}
      loading={units.isFetching}
      onChange={(next: string | null) => onChange(next ?? undefined)}
      style={{ width: "100%" }}
    />
  );
}
