import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIncidentMap, useIncidentPages } from "../incident-queries.ts";

type Props = {
  /** The incident that goes into the chosen one. */
  incident?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  id?: string;
  label: string;
};

/** Open incidents nearby first, any other by number, address or title. */
export function IncidentField({ incident, value, onChange, id, label }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const map = useIncidentMap(incident);
  const found = useIncidentPages({ list: "all", open: "true", q, limit: 20 }, q !== "");
  const items =
    q === ""
      ? (map.data?.nearby ?? []).map((one) => ({
          value: String(one.id),
          label: t("actForm.nearbyOne", one),
        }))
      : (found.data?.pages[0]?.items ?? []).map((one) => ({
          value: String(one.id),
          label: `${one.number} ${one.title} · ${one.address}`,
        }));
  const options = items.filter((item) => item.value !== incident);
  const grouped = [{ label: q === "" ? t("actForm.nearby") : t("actForm.found"), options }];
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={options.length > 0 ? grouped : []}
      loading={map.isPending || found.isFetching}
      placeholder={t("actForm.searchIncident")}
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      style={{ width: "100%" }}
    />
  );
}
