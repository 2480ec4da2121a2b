import { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../../../../../shared/time.tsx";
import type { EditableColumn } from "../editable-columns.ts";
import { EditableTable } from "../EditableTable.tsx";
import type { EditorProps } from "../editor-types.ts";
import "../rules/sensing.css";
import { ProfileForm } from "./ProfileForm.tsx";

export function ProfilesEditor({
  content,
  onChange,
  changes,
  q,
  onQ,
}: EditorProps<"deviceProfiles">) {
  const { t } = useTranslation();
  const columns = useMemo((): EditableColumn<DeviceProfile>[] => {
    const text = { kind: "text" } as const;
    return [
      { key: "code", title: t("configuration.fields.code"), field: text, width: 80 },
      { key: "name", title: t("configuration.fields.name"), field: text, width: 170 },
      {
        key: "metrics",
        title: t("sensing.profiles.metrics"),
        field: text,
        render: ({ metrics }) =>
          metrics.map(({ name, unit }) => (unit ? `${name}（${unit}）` : name)).join("、"),
      },
      {
        key: "intervalSeconds",
        title: t("sensing.profiles.interval"),
        field: text,
        width: 100,
        align: "right",
        render: ({ intervalSeconds }) =>
          intervalSeconds === 0
            ? t("sensing.profiles.onEvent")
            : formatDuration(t, intervalSeconds * 1000),
      },
      {
        key: "retentionDays",
        title: t("sensing.profiles.retention"),
        field: text,
        width: 100,
        align: "right",
        render: ({ retentionDays }) => t("time.days", { days: retentionDays }),
      },
      {
        key: "mapping",
        title: t("sensing.profiles.mapping"),
        field: text,
        width: 190,
        render: ({ mapping }) => t(`sensing.profiles.formats.${mapping.format}`),
      },
      {
        key: "personal",
        title: t("sensing.profiles.personal"),
        field: text,
        width: 90,
        render: ({ personal }) => (personal ? t("configuration.yes") : ""),
      },
      { key: "standard", title: t("sensing.profiles.standard"), field: text, width: 200 },
    ];
  }, [t]);
  return (
    <EditableTable<DeviceProfile>
      caption={t("configuration.kinds.deviceProfiles")}
      columns={columns}
      schema={DeviceProfile}
      rows={content.profiles}
      keyOf={codeOf}
      nameOf={({ code, name }) => `${code} ${name}`}
      keyField="code"
      blank={() => ({})}
      onChange={onChange && ((profiles) => onChange({ profiles }))}
      changes={changes}
      q={q}
      onQ={onQ}
      renderForm={(props) => <ProfileForm {...props} />}
    />
  );
}

const codeOf = ({ code }: DeviceProfile) => code;
