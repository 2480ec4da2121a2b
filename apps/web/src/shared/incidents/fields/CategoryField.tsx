import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../i18n/server-words.ts";
import { useCategories } from "../incident-queries.ts";

type Props = {
  value?: string;
  onChange?: (value: string | undefined) => void;
  id?: string;
  label: string;
};

/** All categories in force, under their groups. */
export function CategoryField({ value, onChange, id, label }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const categories = useCategories();
  const options = useMemo(() => {
    const groups = Map.groupBy(
      categories.data ?? [],
      ({ level1, level2 }) => `${level1} / ${level2}`,
    );
    return [...groups].map(([group, items]) => ({
      label: words.group(group),
      options: items.map(({ code, name }) => ({
        value: code,
        label: words.category(name),
        search: `${code} ${name} ${group} ${words.category(name)}`,
      })),
    }));
  }, [categories.data, words]);
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      allowClear
      showSearch={{ optionFilterProp: "search" }}
      options={options}
      loading={categories.isPending}
      notFoundContent={categories.error?.message}
      placeholder={t("actForm.searchCategory")}
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      style={{ width: "100%" }}
    />
  );
}
