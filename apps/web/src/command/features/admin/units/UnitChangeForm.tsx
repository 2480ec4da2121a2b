import { Area, parentOf, UnitChange, type UnitLevel } from "@gezhi/contract/units.ts";
import { Alert, App, Button, Form, Input, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { isProblem } from "../../../../shared/api.ts";
import { serverNow } from "../../../../shared/server-clock.ts";
import { unitsBelowQuery, type UnitDetail } from "../../../../shared/units/unit-queries.ts";
import { useChangeUnit } from "./unit-changes.ts";

export type ChangeKind = UnitChange["kind"];
type Values = {
  name?: string;
  shortName?: string;
  code?: string;
  into?: string;
  successor?: string;
  from: string;
  reason: string;
};
type Props = {
  unit: UnitDetail;
  kind: ChangeKind;
  onDone: (unit: string) => void;
  onCancel: () => void;
};

const dayMs = 86_400_000;
/** A civil date of Beijing time, so many days from now. */
const dateIn = (days: number): string =>
  new Date(serverNow() + 8 * 3_600_000 + days * dayMs).toISOString().slice(0, 10);
const needsArea: readonly UnitLevel[] = ["city", "district", "town", "village"];

/** One change of the division, from a date on and with its reason; what was before stays readable. */
export function UnitChangeForm({ unit, kind, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const change = useChangeUnit();
  const [area, setArea] = useState<Area>();
  const [areaProblem, setAreaProblem] = useState<string>();
  const parent = parentOf(unit.code);
  const siblings = useQuery({ ...unitsBelowQuery(parent ?? ""), enabled: parent !== undefined });
  const others = (siblings.data ?? [])
    .filter(({ code }) => code !== unit.code)
    .map(({ code, name }) => ({ value: code, label: `${name} ${code}` }));

  async function readArea(file: File | undefined): Promise<void> {
    setArea(undefined);
    setAreaProblem(undefined);
    if (!file) return;
    const found = areaIn(await file.text());
    if (found) setArea(found);
    else setAreaProblem(t("admin.units.areaWrong"));
  }
  function submit(values: Values): void {
    const about = kind === "create" ? { parent: unit.code } : { unit: unit.code };
    const given = Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
    );
    const parsed = UnitChange.safeParse({
      kind,
      ...about,
      ...given,
      ...(area ? { boundary: area } : {}),
    });
    if (!parsed.success) {
      form.setFields(
        parsed.error.issues.map(({ path }) => ({
          name: path[0] as keyof Values,
          errors: [t("configuration.invalidField")],
        })),
      );
      return;
    }
    change.mutate(parsed.data, {
      onSuccess: ({ unit: next, changes }) => {
        void message.success(t("admin.units.changed", { n: changes }));
        onDone(next);
      },
    });
  }
  const named = kind === "rename" || kind === "create";
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="unit-form"
      aria-label={t(`admin.units.changes.${kind}`)}
      initialValues={{
        from: dateIn(1),
        ...(kind === "rename" ? { name: unit.name, shortName: unit.shortName } : {}),
      }}
      onFinish={submit}
    >
      <p className="unit-form-wide">{t(`admin.units.about.${kind}`, { name: unit.name })}</p>
      {named && (
        <>
          <Form.Item
            name="name"
            label={t("admin.units.name")}
            rules={[{ required: true, whitespace: true, message: t("configuration.invalidField") }]}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="shortName"
            label={t("admin.units.shortName")}
            extra={t("admin.units.shortNameHint")}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
        </>
      )}
      {kind === "create" && (
        <Form.Item name="code" label={t("admin.units.code")} extra={t("admin.units.codeHint")}>
          <Input maxLength={17} autoComplete="off" />
        </Form.Item>
      )}
      {kind === "merge" && (
        <Form.Item
          name="into"
          label={t("admin.units.into")}
          rules={[{ required: true, message: t("configuration.invalidField") }]}
        >
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={others}
            aria-label={t("admin.units.into")}
          />
        </Form.Item>
      )}
      {kind === "end" && (
        <Form.Item name="successor" label={t("admin.units.successor")}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            options={others}
            aria-label={t("admin.units.successor")}
          />
        </Form.Item>
      )}
      <Form.Item
        name="from"
        label={t("admin.units.from")}
        rules={[{ required: true, message: t("configuration.invalidField") }]}
      >
        <Input type="date" min={dateIn(0)} />
      </Form.Item>
      {kind === "create" && needsArea.includes(unit.level) && (
        <div className="unit-form-wide">
          <label htmlFor="unit-area">{t("admin.units.area")}</label>
          <input
            id="unit-area"
            type="file"
            accept=".geojson,.json,application/geo+json"
            onChange={(event) => void readArea(event.target.files?.[0])}
          />
          <p className="muted">{areaProblem ?? t("admin.units.areaHint")}</p>
        </div>
      )}
      <Form.Item
        name="reason"
        label={t("admin.units.reason")}
        className="unit-form-wide"
        rules={[
          { required: true, whitespace: true, min: 2, message: t("configuration.reasonMissing") },
        ]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          placeholder={t("admin.units.reasonHint")}
        />
      </Form.Item>
      {change.error && (
        <Alert
          className="unit-form-wide"
          type="error"
          showIcon
          title={change.error.message}
          description={
            isProblem(change.error) &&
            change.error.errors.length > 1 && (
              <ul className="faults">
                {change.error.errors.map(({ path, message: text }) => (
                  <li key={path + text}>{text}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      <Space className="unit-form-wide">
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t(`admin.units.changes.${kind}`)}
        </Button>
        <Button onClick={onCancel}>{t("configuration.rowCancel")}</Button>
      </Space>
    </Form>
  );
}

/** A geometry, a feature or the only feature of a collection. */
function areaIn(text: string): Area | undefined {
  try {
    const json = JSON.parse(text) as {
      geometry?: unknown;
      features?: { geometry?: unknown }[];
    };
    const geometry =
      json.geometry ?? (json.features?.length === 1 ? json.features[0]?.geometry : json);
    const parsed = Area.safeParse(geometry);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
