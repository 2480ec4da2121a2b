import type { Place } from "@gezhi/contract/places.ts";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  rows: readonly Place[];
  tag: string | undefined;
  onTag: (tag: string | undefined) => void;
};

/** Tags are anybody's words: those of the list are offered, and any other can be typed. */
export function TagFilter({ rows, tag, onTag }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const words = [tag ?? "", typed.trim(), ...rows.flatMap(({ tags }) => tags)];
  return (
    <Select
      allowClear
      showSearch={{ onSearch: setTyped }}
      aria-label={t("places.fields.tags")}
      placeholder={t("places.fields.tags")}
      value={tag ?? null}
      options={[...new Set(words)].flatMap((word) => (word ? [{ value: word, label: word }] : []))}
      onChange={(next: string | null) => {
        setTyped("");
        onTag(next ?? undefined);
      }}
      style={{ width: 130 }}
    />
  );
}
