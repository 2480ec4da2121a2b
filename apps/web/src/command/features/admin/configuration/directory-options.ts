import { useMemo } from "react";
import { useConfiguration } from "./configuration-queries.ts";
import type { Option } from "./editable-columns.ts";

/** The posts in force at a unit, to choose from. */
export function usePostOptions(unit: string): readonly Option[] {
  const { data } = useConfiguration("posts", unit);
  return useMemo(
    () =>
      (data?.content.posts ?? []).map(({ code, name }) => ({
        value: code,
        label: `${code} ${name}`,
      })),
    [data],
  );
}

export function useDepartmentOptions(unit: string): readonly Option[] {
  const { data } = useConfiguration("departments", unit.slice(0, 6));
  return useMemo(
    () =>
      (data?.content.departments ?? []).map(({ code, name }) => ({
        value: code,
        label: `${code} ${name}`,
      })),
    [data],
  );
}

/** What a category can rest on: the statutory list and the list of lead and assistance. */
export function useBasisOptions(unit: string): readonly Option[] {
  const { data } = useConfiguration("lists", unit);
  return useMemo(
    () =>
      [...(data?.content.statutory ?? []), ...(data?.content.leadAssist ?? [])].map(
        ({ code, name }) => ({ value: code, label: `${code} ${name}` }),
      ),
    [data],
  );
}
