import { AlarmRule } from "@gezhi/contract/sensing.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../../../../../shared/time.tsx";
import { useConfiguration } from "../configuration-queries.ts";
import { useDepartmentOptions, usePostOptions } from "../directory-options.ts";
import type { EditableColumn } from "../editable-columns.ts";
import { EditableTable } from "../EditableTable.tsx";
import type { EditorProps } from "../editor-types.ts";
import { formatNumber, levelOrder, targetWords, unitOfLevels } from "./rule-words.ts";
import { RuleForm } from "./RuleForm.tsx";
import "./sensing.css";

/** All rules, each with its thresholds and who is told; one opens as a form with its replay. */
export function AlarmRulesEditor({
  content,
  onChange,
  changes,
  unit,
  q,
  onQ,
}: EditorProps<"alarmRules">) {
  const { t } = useTranslation();
  const posts = usePostOptions(unit);
  const departments = useDepartmentOptions(unit);
  const { data } = useConfiguration("deviceProfiles", unit.slice(0, 6));
  const profiles = useMemo(() => data?.content.profiles ?? [], [data]);
  const columns = useMemo((): EditableColumn<AlarmRule>[] => {
    const profileOf = (code: string) => profiles.find((one) => one.code === code);
    const names = { posts, departments };
    const text = { kind: "text" } as const;
    return [
      { key: "code", title: t("configuration.fields.code"), field: text, width: 90 },
      { key: "name", title: t("configuration.fields.name"), field: text, width: 170 },
      {
        key: "profile",
        title: t("sensing.rules.profile"),
        field: {
          kind: "choice",
          options: profiles.map(({ code, name }) => ({ value: code, label: name })),
        },
        width: 130,
        filter: true,
      },
      {
        key: "levels",
        title: t("sensing.rules.levels"),
        field: text,
        width: 310,
        render: (rule) => (
          <span className="rule-levels figures">
            {levelOrder.flatMap((level) => {
              const value = rule.levels[level];
              return value === undefined ? (
                []
              ) : (
                <span key={level} className={`urgency-tag urgency-${level}`}>
                  {t(`sensing.levels.${level}`)} {signs[rule.operator]} {formatNumber(value)}
                </span>
              );
            })}
            <span className="muted">{unitOfLevels(t, rule, profileOf(rule.profile))}</span>
          </span>
        ),
      },
      {
        key: "holdSeconds",
        title: t("sensing.rules.hold"),
        field: text,
        width: 100,
        align: "right",
        render: ({ holdSeconds }) =>
          holdSeconds === 0 ? t("sensing.rules.atOnce") : formatDuration(t, holdSeconds * 1000),
      },
      {
        key: "fanOut",
        title: t("sensing.rules.fanOut"),
        field: text,
        render: ({ fanOut }) => fanOut.map((one) => targetWords(t, one, names)).join("、"),
      },
      {
        key: "enabled",
        title: t("sensing.rules.state"),
        field: text,
        width: 64,
        render: ({ enabled }) => t(enabled ? "sensing.rules.enabled" : "sensing.rules.disabled"),
      },
    ];
  }, [t, profiles, posts, departments]);
  return (
    <EditableTable<AlarmRule>
      caption={t("configuration.kinds.alarmRules")}
      columns={columns}
      schema={AlarmRule}
      rows={content.rules}
      keyOf={codeOf}
      nameOf={({ code, name }) => `${code} ${name}`}
      keyField="code"
      blank={() => ({})}
      onChange={onChange && ((rules) => onChange({ rules }))}
      changes={changes}
      q={q}
      onQ={onQ}
      renderForm={(props) => (
        <RuleForm {...props} unit={unit} profiles={profiles} names={{ posts, departments }} />
      )}
    />
  );
}

const signs = { ">=": "≥", "<=": "≤", "==": "=" };
const codeOf = ({ code }: AlarmRule) => code;
