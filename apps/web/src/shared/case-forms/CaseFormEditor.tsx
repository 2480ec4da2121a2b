import type { FillForm, IncidentForm } from "@gezhi/contract/case-forms.ts";
import { Alert, Button, Form, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api.ts";
import { dropDraft, loadDraft, saveDraft } from "../incidents/drafts.ts";
import { serverNow } from "../server-clock.ts";
import { useMe } from "../session.ts";
import { forDraft, toAnswers, toValues, type FormValues } from "./case-form-values.ts";
import { CaseFormFields } from "./CaseFormFields.tsx";
import "./case-forms.css";
import { useFormNames } from "./form-words.ts";

type Props = {
  incident: string;
  filled: IncidentForm;
  pending: boolean;
  problem: Error | null;
  onSubmit: (fill: FillForm, sent: () => void) => void;
  onCancel: () => void;
  block?: boolean;
};

/** One form to fill. What is typed survives a reload, except for names. */
export function CaseFormEditor({
  incident,
  filled,
  pending,
  problem,
  onSubmit,
  onCancel,
  block = false,
}: Props) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const { account } = useMe();
  const { form: definition, answers } = filled;
  const [form] = Form.useForm<FormValues>();
  // What the writer saw: somebody else's change must be read before it is written over.
  const [seen] = useState(filled.version);
  const key = [account, incident, "form", definition.code, seen].join("/");
  const [initial] = useState(() => ({
    ...toValues(definition, answers),
    ...loadDraft(key)?.values,
  }));
  return (
    <Form<FormValues>
      form={form}
      layout="vertical"
      requiredMark
      aria-label={nameOf(definition)}
      initialValues={initial}
      scrollToFirstError={{ focus: true }}
      onValuesChange={(_, values) => saveDraft(key, forDraft(definition, values), serverNow())}
      onFinish={() =>
        onSubmit(
          { seen, answers: toAnswers(definition, form.getFieldsValue(true) as FormValues) },
          () => dropDraft(key),
        )
      }
    >
      <CaseFormFields form={definition} before={answers} />
      {problem && (
        <Alert
          type="warning"
          showIcon
          title={problem.message}
          description={
            isProblem(problem) &&
            problem.errors.map(({ path, message }) => <p key={path}>{message}</p>)
          }
        />
      )}
      <Space {...(block ? { orientation: "vertical" as const, style: { width: "100%" } } : {})}>
        <Button type="primary" htmlType="submit" loading={pending} block={block}>
          {t("caseForms.save")}
        </Button>
        <Button onClick={onCancel} block={block}>
          {t("caseForms.cancel")}
        </Button>
      </Space>
    </Form>
  );
}
