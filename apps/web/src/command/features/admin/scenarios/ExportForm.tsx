import { type Scenario, ScenarioPart } from "@gezhi/contract/scenarios.ts";
import { Alert, Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FiguresLink } from "./FiguresLink.tsx";
import { useExportScenario } from "./scenario-queries.ts";

type Values = {
  code: string;
  name: string;
  english?: string;
  version: string;
  description?: string;
  categories: string[];
};

/** All that is about some categories at the unit; what is not wanted is unticked before the file is saved. */
export function ExportForm({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const exported = useExportScenario();
  const needed = [{ required: true, message: t("configuration.invalidField") }];
  return (
    <>
      <Form<Values>
        layout="vertical"
        className="scenario-export"
        requiredMark={false}
        initialValues={{ version: "1.0" }}
        onFinish={({ categories, ...about }) => exported.mutate({ unit, about, categories })}
      >
        <Form.Item name="name" label={t("scenarios.name")} rules={needed}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="code"
          label={t("configuration.fields.code")}
          extra={t("scenarios.codeHint")}
          rules={[
            ...needed,
            { pattern: /^[a-z][a-z0-9-]{1,39}$/, message: t("scenarios.codeHint") },
          ]}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="version"
          label={t("scenarios.version")}
          rules={[
            ...needed,
            { pattern: /^\d{1,4}(\.\d{1,4}){0,2}$/, message: t("configuration.invalidField") },
          ]}
        >
          <Input maxLength={14} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="categories"
          label={t("caseForms.config.categories")}
          extra={t("caseForms.config.categoriesHint")}
          rules={needed}
        >
          <Select mode="tags" tokenSeparators={["、", ",", " "]} open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="description" label={t("scenarios.description")}>
          <Input maxLength={1000} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={exported.isPending}>
          {t("scenarios.collect")}
        </Button>
      </Form>
      {exported.error && <Alert type="warning" showIcon title={exported.error.message} />}
      {exported.data && <Collected key={exported.data.code} scenario={exported.data} />}
    </>
  );
}

const partKey = (part: { code: string } | { number: number }): string =>
  "code" in part ? part.code : String(part.number);

function Collected({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState<string[]>([]);
  function save(): void {
    const parts = Object.fromEntries(
      ScenarioPart.options.map((kind) => [
        kind,
        scenario.parts[kind].filter((part) => !left.includes(`${kind}/${partKey(part)}`)),
      ]),
    );
    const file = new Blob([JSON.stringify({ ...scenario, parts }, null, 2)], {
      type: "application/json",
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${scenario.code}-${scenario.version}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <div className="scenario">
      {ScenarioPart.options.map((kind) => (
        <fieldset key={kind} className="scenario-parts">
          <legend>{t(`configuration.kinds.${kind}`)}</legend>
          {scenario.parts[kind].length === 0 && (
            <span className="muted">{t("scenarios.none")}</span>
          )}
          {scenario.parts[kind].map((part) => {
            const key = `${kind}/${partKey(part)}`;
            return (
              <Checkbox
                key={key}
                checked={!left.includes(key)}
                onChange={({ target }) =>
                  setLeft(target.checked ? left.filter((one) => one !== key) : [...left, key])
                }
              >
                {partKey(part)} {part.name}
              </Checkbox>
            );
          })}
        </fieldset>
      ))}
      <p>
        <Button type="primary" onClick={save}>
          {t("scenarios.save")}
        </Button>{" "}
        <FiguresLink scenario={scenario} />
      </p>
    </div>
  );
}
