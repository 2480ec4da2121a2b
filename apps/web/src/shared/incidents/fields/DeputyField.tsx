import { Deputies } from "@gezhi/contract/deputies.ts";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";

type Props = {
  town: string;
  label: string;
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
};

/** The deputies of the town where the matter lies. */
export function DeputyField({ town, label, id, value, onChange }: Props) {
  const { t } = useTranslation();
  const deputies = useQuery({
    queryKey: ["deputies", town],
    queryFn: ({ signal }) => api.get(Deputies, "/deputies", { query: { town }, signal }),
  });
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={label}
      allowClear
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      options={(deputies.data?.items ?? []).map(({ account, name }) => ({
        value: account,
        label: name,
      }))}
      loading={deputies.isFetching}
      notFoundContent={deputies.error?.message ?? t("deputy.noneHere")}
      placeholder={t("actForm.choose")}
      style={{ width: "100%" }}
    />
  );
}
