import { WhistleTargets } from "@gezhi/contract/whistles.ts";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";

type Props = {
  town: string;
  id?: string;
  label: string;
  value?: string[];
  onChange?: (value: string[]) => void;
};

/** Departments and posts to whistle for; a grid worker may call them without seeing who is on duty there. */
export function CalledField({ town, id, label, value = [], onChange }: Props) {
  const { t } = useTranslation();
  const targets = useQuery({
    queryKey: ["whistle-targets", town],
    staleTime: 600_000,
    queryFn: ({ signal }) =>
      api.get(WhistleTargets, "/whistle-targets", { query: { town }, signal }),
    select: ({ items }) => items,
  });
  const options = useMemo(
    () =>
      (["department", "post"] as const).map((kind) => ({
        label: t(`actForm.kinds.${kind}`),
        options: (targets.data ?? [])
          .filter((one) => one.kind === kind)
          .map(({ handler, name }) => ({ value: handler, label: name })),
      })),
    [targets.data, t],
  );
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      mode="multiple"
      maxCount={12}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      options={options}
      loading={targets.isPending}
      status={targets.error ? "error" : ""}
      notFoundContent={targets.error?.message}
      placeholder={t("actForm.searchCalled")}
      style={{ width: "100%" }}
      value={value}
      onChange={(next: string[]) => onChange?.(next)}
    />
  );
}
