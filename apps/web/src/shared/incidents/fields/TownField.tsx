import { Unit } from "@gezhi/contract/units.ts";
import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { api } from "../../api.ts";

const Units = z.object({ items: z.array(Unit) });

type Props = { town: string; id?: string; label: string } & (
  | { many: true; value?: string[]; onChange?: (value: string[]) => void }
  | { many?: false; value?: string; onChange?: (value: string | undefined) => void }
);

/** Neighbours first, across the district's border too; any other town by name. */
export function TownField({ town, id, label, ...field }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim());
  const units = useQuery({
    queryKey: ["units", "towns", town, q],
    queryFn: ({ signal }) =>
      q === ""
        ? api.get(Units, `/neighbours/${town}`, { signal })
        : api.get(Units, "/units", { query: { level: "town", q, limit: 30 }, signal }),
  });
  const common = {
    ...(id ? { id } : {}),
    "aria-label": label,
    allowClear: true,
    showSearch: { filterOption: false, onSearch: setTyped },
    options: (units.data?.items ?? [])
      .filter(({ code }) => code !== town)
      .map(({ code, name }) => ({ value: code, label: name })),
    loading: units.isFetching,
    notFoundContent: units.error?.message,
    placeholder: t("actForm.choose"),
    style: { width: "100%" },
  } satisfies SelectProps;
  return field.many ? (
    <Select
      {...common}
      mode="multiple"
      maxCount={10}
      value={field.value ?? []}
      onChange={(value: string[]) => field.onChange?.(value)}
    />
  ) : (
    <Select
      {...common}
      value={field.value ?? null}
      onChange={(value: string | null) => field.onChange?.(value ?? undefined)}
    />
  );
}
