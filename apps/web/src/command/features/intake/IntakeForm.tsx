import { Phone, type Receipt } from "@gezhi/contract/reports.ts";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Form, Input, Radio, Select, Space } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { CategoryField } from "../../../shared/incidents/fields/CategoryField.tsx";
import { PositionField } from "../../../shared/incidents/fields/PositionField.tsx";
import { dropDraft, saveDraft } from "../../../shared/incidents/drafts.ts";
import {
  useSubmitReport,
  useUnit,
  useUnitsBelow,
} from "../../../shared/incidents/intake-queries.ts";
import { submitKeys } from "../../../shared/incidents/submit-keys.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { FilesField } from "../../../shared/ui/FilesField.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { reportOf, type IntakeValues } from "./intake-values.ts";
import "./intake.css";
import { LocatedLine, NearbyList, SuggestionList } from "./IntakeHints.tsx";

const urgencies = ["red", "orange", "yellow", "blue"] as const;
const chongqing = { lon: 106.5516, lat: 29.563 };

type Props = {
  draftKey: string;
  clientId: string;
  start: Partial<IntakeValues>;
  onReceipt: (receipt: Receipt) => void;
};

/** What is typed stays over a reload, and sending twice makes one report. */
export function IntakeForm({ draftKey, clientId, start, onReceipt }: Props) {
  const { t } = useTranslation();
  const own = useMe().appointments[0]?.unit;
  const [form] = Form.useForm<IntakeValues>();
  const [values, setValues] = useState<IntakeValues>({ source: "call", ...start });
  const text = useDeferredValue(values.text?.trim() ?? "");
  const unit = useUnit(own);
  const villages = useUnitsBelow(own?.slice(0, 9));
  const submit = useSubmitReport();

  function changed(): void {
    const all: IntakeValues = form.getFieldsValue(true);
    setValues(all);
    saveDraft(draftKey, { ...all, clientId }, serverNow());
  }
  function set(change: { category?: string; follow?: string | undefined }): void {
    form.setFieldsValue(change);
    changed();
  }
  function send(): void {
    const report = reportOf(clientId, form.getFieldsValue(true));
    if (!report.success) {
      form.setFields([{ name: "text", errors: [t("intake.textMissing")] }]);
      return;
    }
    submit.mutate(report.data, {
      onSuccess: (receipt) => {
        dropDraft(draftKey);
        onReceipt(receipt);
      },
    });
  }

  return (
    <div className="page intake">
      <div className="intake-head">
        <h1>{t("intake.title")}</h1>
        <Link to="/reports/import">{t("intake.bulk")}</Link>
      </div>
      <Form<IntakeValues>
        form={form}
        layout="vertical"
        initialValues={values}
        onKeyDown={submitKeys(form.submit)}
        onValuesChange={changed}
        onFinish={send}
        scrollToFirstError={{ focus: true }}
      >
        <div className="intake-columns">
          <div>
            <Form.Item name="source" label={t("intake.source")}>
              <Radio.Group
                options={(["call", "hotline"] as const).map((value) => ({
                  value,
                  label: t(`intake.${value}`),
                }))}
              />
            </Form.Item>
            {values.source === "hotline" && (
              <div className="intake-pair">
                <Form.Item
                  name="foreignSystem"
                  label={t("intake.foreignSystem")}
                  rules={[{ required: true, message: t("actForm.required") }]}
                >
                  <Input maxLength={40} />
                </Form.Item>
                <Form.Item
                  name="foreignNumber"
                  label={t("intake.foreignNumber")}
                  extra={t("intake.foreignHint")}
                  rules={[{ required: true, message: t("actForm.required") }]}
                >
                  <Input maxLength={80} />
                </Form.Item>
              </div>
            )}
            <div className="intake-pair">
              <Form.Item
                name="phone"
                label={t("intake.phone")}
                rules={[
                  {
                    validator: (_rule, phone: string | undefined) =>
                      !phone || Phone.safeParse(phone).success
                        ? Promise.resolve()
                        : Promise.reject(new Error(t("intake.phoneWrong"))),
                  },
                ]}
              >
                <Input inputMode="tel" autoComplete="off" />
              </Form.Item>
              <Form.Item name="name" label={t("intake.name")}>
                <Input maxLength={50} autoComplete="off" />
              </Form.Item>
            </div>
            <Form.Item name="text" label={t("intake.text")}>
              <Input.TextArea autoSize={{ minRows: 5, maxRows: 16 }} maxLength={5000} showCount />
            </Form.Item>
            <SuggestionList
              text={text}
              chosen={values.category}
              onChoose={(category) => set({ category })}
            />
            <Form.Item name="category" label={t("intake.category")}>
              <CategoryField label={t("intake.category")} />
            </Form.Item>
            <Form.Item name="urgency" label={t("intake.urgency")} extra={t("intake.urgencyAuto")}>
              <Radio.Group
                options={urgencies.map((value) => ({
                  value,
                  label: <UrgencyTag urgency={value} />,
                }))}
              />
            </Form.Item>
            <Form.Item name="files" label={t("intake.photos")}>
              <FilesField label={t("intake.photos")} />
            </Form.Item>
          </div>
          <div>
            <Form.Item name="address" label={t("intake.address")}>
              <Input maxLength={300} />
            </Form.Item>
            <Form.Item name="position" label={t("intake.position")}>
              <PositionField
                town={own?.slice(0, 9) ?? ""}
                center={unit.data ?? chongqing}
                label={t("intake.position")}
              />
            </Form.Item>
            <LocatedLine position={values.position} />
            <Form.Item name="unit" label={t("intake.unit")}>
              <Select
                allowClear
                showSearch={{ optionFilterProp: "label" }}
                options={(villages.data ?? []).map(({ code, name }) => ({
                  value: code,
                  label: name,
                }))}
                loading={villages.isFetching}
              />
            </Form.Item>
            <NearbyList
              position={values.position}
              category={values.category}
              follow={values.follow}
              onFollow={(follow) => set({ follow })}
            />
          </div>
        </div>
        {submit.error && (
          <Alert
            type="error"
            showIcon
            title={submit.error.message}
            description={t("actForm.kept")}
          />
        )}
        <Space style={{ marginTop: 12 }}>
          <Button type="primary" htmlType="submit" loading={submit.isPending} size="large">
            {t("intake.submit")}
          </Button>
          <span className="muted">{t("actForm.shortcut")}</span>
        </Space>
      </Form>
    </div>
  );
}
