import { levelOf, type Unit, type UnitLevel } from "@gezhi/contract/units.ts";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { unitsBelowQuery, useUnitDetail, useUnitSearch } from "./unit-queries.ts";

type Props = {
  value?: string | undefined;
  onChange?: (value: string | undefined) => void;
  label: string;
  /** Only units within this one. */
  within?: string | undefined;
  levels?: readonly UnitLevel[] | undefined;
  allowClear?: boolean;
  id?: string;
  placeholder?: string;
  width?: number | string;
};

/** A unit by name or code; before anything is typed, the chosen one, those above it and those next below. */
export function UnitField({
  value,
  onChange,
  label,
  within = "",
  levels,
  allowClear = false,
  id,
  placeholder,
  width = "100%",
}: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const anchor = value ?? (within || undefined);
  const chosen = useUnitDetail(anchor);
  const below = useQuery({ ...unitsBelowQuery(anchor ?? ""), enabled: anchor !== undefined });
  const found = useUnitSearch(q, levels?.length === 1 ? levels[0] : undefined);

  const wanted = (code: string) =>
    code.startsWith(within) && (!levels || levels.includes(levelOf(code)));
  const options =
    q === ""
      ? [
          ...(chosen.data?.path ?? [])
            .filter(({ code }) => wanted(code))
            .map(({ code, name }) => ({ value: code, label: name })),
          ...(below.data ?? []).filter(({ code }) => wanted(code)).map(optionOf),
        ]
      : (found.data ?? []).filter(({ code }) => wanted(code)).map(optionOf);
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      allowClear={allowClear}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? null}
      options={known ? options : [{ value, label: chosen.data?.shortName ?? value }, ...options]}
      optionRender={optionLine}
      loading={found.isFetching || below.isFetching}
      placeholder={placeholder ?? t("unitField.placeholder")}
      notFoundContent={found.error?.message ?? t("unitField.none")}
      onChange={(next: string | null) => {
        setTyped("");
        onChange?.(next ?? undefined);
      }}
      popupMatchSelectWidth={320}
      style={{ width }}
    />
  );
}

const optionLine = ({ data }: { data: { label: string; value: string } }) => (
  <span>
    {data.label} <span className="muted figures">{data.value}</span>
  </span>
);

const optionOf = (unit: Unit) => ({
  value: unit.code,
  label: unit.shortName,
});
