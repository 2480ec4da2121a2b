import type { DeviceDetail, SaveDevice } from "@gezhi/contract/devices.ts";
import { Alert, Button, Form, Input, InputNumber, Select, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { useKeptUnit } from "../../../shared/alarms/alarm-places.ts";
import { isProblem } from "../../../shared/api.ts";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { PositionField } from "../../../shared/incidents/fields/PositionField.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { useConfiguration } from "../admin/configuration/configuration-queries.ts";
import { formatNumber, levelOrder } from "../admin/configuration/rules/rule-words.ts";
import { bodyOf, valuesOf, type DeviceValues } from "./device-values.ts";
import { useProfiles } from "./use-profiles.ts";

type Props = {
  device?: DeviceDetail | undefined;
  pending: boolean;
  problem: Error | null;
  onSave: (device: z.input<typeof SaveDevice>) => void;
  onCancel: () => void;
};

export function DeviceForm({ device, pending, problem, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const [form] = Form.useForm<DeviceValues>();
  const within = useKeptUnit() ?? "";
  const unit = Form.useWatch("unit", form) ?? device?.unit.code ?? within;
  const profile = Form.useWatch("profile", form) ?? device?.profile.code;
  const profiles = useProfiles(unit || within);
  const personal = profiles.find(({ code }) => code === profile)?.personal ?? false;
  const place = useUnitDetail(unit || undefined).data;
  const errors = isProblem(problem) ? problem.errors : [];
  const needed = [{ required: true, whitespace: true, message: t("devices.form.wrong") }];
  const label = (name: Labelled) => t(`devices.fields.${name}`);
  const center = device?.position ?? { lon: place?.lon ?? 106.55, lat: place?.lat ?? 29.56 };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={device ? valuesOf(device) : { unit: within.length >= 9 ? within : undefined }}
      className="device-form"
      onFinish={(values: DeviceValues) => onSave(bodyOf(values, device))}
    >
      <fieldset>
        <legend>{t("devices.form.basics")}</legend>
        <Form.Item
          name="code"
          label={label("code")}
          extra={t("devices.form.codeHint")}
          rules={[
            {
              required: true,
              pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/,
              message: t("devices.form.wrong"),
            },
          ]}
        >
          <Input maxLength={64} disabled={device !== undefined} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={label("name")} rules={needed}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="profile" label={label("profile")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={profiles.map(({ code, name }) => ({
              value: code,
              label: `${code} ${words.sensor(name)}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="unit"
          label={label("unit")}
          extra={t("devices.form.unitHint")}
          rules={needed}
        >
          <UnitField label={label("unit")} within={within} />
        </Form.Item>
      </fieldset>
      <fieldset>
        <legend>{t("devices.form.where")}</legend>
        {device?.placeMasked && (
          <p className="muted device-form-wide">{t("devices.form.placeKept")}</p>
        )}
        <Form.Item name="place" label={label("place")}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="address" label={label("address")}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="position" label={label("position")} className="device-form-wide">
          <PositionField
            key={unit.slice(0, 9)}
            label={label("position")}
            center={center}
            town={unit.slice(0, 9)}
          />
        </Form.Item>
      </fieldset>
      {(personal || device?.person) && (
        <fieldset>
          <legend>{t("devices.form.person")}</legend>
          <p className="muted device-form-wide">{t("devices.form.personLine")}</p>
          <Form.Item name="personName" label={label("personName")}>
            <Input
              maxLength={50}
              autoComplete="off"
              placeholder={
                device?.person ? t("devices.form.personKept", { name: device.person.name }) : ""
              }
            />
          </Form.Item>
          <Form.Item name="personAge" label={label("personAge")}>
            <InputNumber min={0} max={130} style={{ width: "100%" }} />
          </Form.Item>
          <Form.Item name="familyName" label={label("familyName")}>
            <Input
              maxLength={50}
              autoComplete="off"
              placeholder={device?.person ? t("devices.form.kept") : ""}
            />
          </Form.Item>
          <Form.Item name="familyPhone" label={label("familyPhone")}>
            <Input
              maxLength={20}
              autoComplete="off"
              inputMode="tel"
              placeholder={device?.person?.familyPhone ?? ""}
            />
          </Form.Item>
          <Form.Item name="consentOn" label={label("consentAt")}>
            <Input type="date" />
          </Form.Item>
        </fieldset>
      )}
      <fieldset>
        <legend>{t("devices.form.upkeep")}</legend>
        <Form.Item name="owner" label={label("owner")}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="gateway" label={label("gateway")}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="calibratedOn" label={label("calibratedOn")}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="calibrationDueOn" label={label("calibrationDueOn")}>
          <Input type="date" />
        </Form.Item>
      </fieldset>
      <OverridesField unit={unit || within} profile={profile} />
      {problem && (
        <Alert
          type="warning"
          showIcon
          title={problem.message}
          description={errors.map(({ path, message }) => (
            <div key={path + message}>{message}</div>
          ))}
        />
      )}
      <Space>
        <Button type="primary" htmlType="submit" loading={pending}>
          {t("devices.form.save")}
        </Button>
        <Button onClick={onCancel}>{t("devices.form.cancel")}</Button>
      </Space>
    </Form>
  );
}

type Labelled =
  | "code"
  | "name"
  | "profile"
  | "unit"
  | "place"
  | "address"
  | "position"
  | "personName"
  | "personAge"
  | "familyName"
  | "familyPhone"
  | "consentAt"
  | "owner"
  | "gateway"
  | "calibratedOn"
  | "calibrationDueOn";

/** A person's or thing's own limits, beside those of the rule. */
function OverridesField({ unit, profile }: { unit: string; profile: string | undefined }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data } = useConfiguration("alarmRules", unit.slice(0, 9));
  const rules = (data?.content.rules ?? []).filter(
    (rule) => rule.profile === profile && rule.enabled,
  );
  if (profile === undefined) return null;
  return (
    <fieldset>
      <legend>{t("devices.form.overrides")}</legend>
      <p className="muted device-form-wide">
        {t(rules.length > 0 ? "devices.form.overridesLine" : "devices.form.noRules")}
      </p>
      {rules.map((rule) => (
        <div key={rule.code} className="device-form-wide device-overrides">
          <strong>{words.sensor(rule.name)}</strong>
          {levelOrder.map((level) => {
            const usual = rule.levels[level];
            return (
              <Form.Item
                key={level}
                name={["overrides", rule.code, level]}
                label={
                  <span className={`urgency-tag urgency-${level}`}>{t(`urgency.${level}`)}</span>
                }
              >
                <InputNumber
                  aria-label={`${words.sensor(rule.name)} ${t(`urgency.${level}`)}`}
                  placeholder={
                    usual === undefined
                      ? ""
                      : t("devices.form.asRule", { value: formatNumber(usual) })
                  }
                  style={{ width: "100%" }}
                />
              </Form.Item>
            );
          })}
        </div>
      ))}
    </fieldset>
  );
}
