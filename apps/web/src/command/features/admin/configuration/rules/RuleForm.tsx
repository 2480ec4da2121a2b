import { AlarmRule, type DeviceProfile } from "@gezhi/contract/sensing.ts";
import { Alert, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnFormProps } from "../EditableTable.tsx";
import { RowButtons } from "../RowFormParts.tsx";
import { filledIn } from "../form-values.ts";
import { RuleConditions } from "./RuleConditions.tsx";
import { RuleReplay } from "./RuleReplay.tsx";
import { RuleResponse } from "./RuleResponse.tsx";
import { ruleSentence, type Names } from "./rule-words.ts";

type Props = OwnFormProps<AlarmRule> & {
  unit: string;
  profiles: readonly DeviceProfile[];
  names: Names;
};

const blank = {
  measure: { kind: "value" },
  operator: ">=",
  levels: {},
  holdSeconds: 0,
  hysteresis: 0,
  dedupeMinutes: 10,
  confirm: { by: "none", text: "" },
  hours: [],
  quiet: [],
  categoryByLevel: {},
  fanOut: [],
  leastPrecision: 0.5,
  enabled: true,
};

/** A second condition without a metric is none. */
function valuesOf(given: object): unknown {
  const { also, ...rest } = filledIn(given) as { also?: { metric?: string } };
  return also?.metric ? { ...rest, also } : rest;
}

/** One rule: when it speaks, to whom, and what it would have said lately. */
export function RuleForm({ row, label, problem, onDone, onCancel, unit, profiles, names }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Record<string, unknown>>();
  const [wrong, setWrong] = useState<string>();
  const values = Form.useWatch([], form) as Record<string, unknown> | undefined;
  const parsed = AlarmRule.safeParse(valuesOf(values ?? row ?? blank));
  const rule = parsed.success ? parsed.data : undefined;
  const chosen = (values?.["profile"] ?? row?.profile) as string | undefined;
  const profile = profiles.find(({ code }) => code === chosen);

  /** Undefined, with the fields marked, when something is missing. */
  function checked(): AlarmRule | undefined {
    const result = AlarmRule.safeParse(valuesOf(form.getFieldsValue(true)));
    if (result.success) {
      setWrong(undefined);
      return result.data;
    }
    form.setFields(
      result.error.issues.map(({ path }) => ({
        name: path as (string | number)[],
        errors: [t("configuration.invalidField")],
      })),
    );
    setWrong(t("sensing.replay.invalid"));
    return undefined;
  }
  function submit(): void {
    const next = checked();
    if (!next) return;
    const found = problem(next);
    if (found) form.setFields([{ name: found.field, errors: [found.message] }]);
    else onDone?.(next);
  }
  return (
    <div className="rule">
      {rule && (
        <p className="rule-sentence">
          <span className="muted">{t("sensing.rules.sentence")}</span>{" "}
          {ruleSentence(t, rule, profile, names)}
        </p>
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={!onDone}
        initialValues={row ?? blank}
        aria-label={label}
        onFinish={submit}
        onKeyDown={(event) => {
          if (event.key === "Escape" && !event.defaultPrevented) {
            event.stopPropagation();
            onCancel();
          }
        }}
      >
        <RuleConditions profiles={profiles} profile={profile} isNew={!row} />
        <RuleResponse unit={unit} names={names} />
        {wrong && <Alert type="warning" showIcon title={wrong} />}
        <RowButtons edits={onDone !== undefined} onCancel={onCancel} />
      </Form>
      <RuleReplay unit={unit} checked={checked} />
    </div>
  );
}
