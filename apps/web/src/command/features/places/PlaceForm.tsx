import { PlaceKind, type Place, type SavePlace } from "@gezhi/contract/places.ts";
import { Alert, Button, Checkbox, Form, Input, Radio, Select, Space } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { useKeptUnit } from "../../../shared/alarms/alarm-places.ts";
import { isProblem } from "../../../shared/api.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { PositionField } from "../../../shared/incidents/fields/PositionField.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { bodyOf, lineOf, valuesOf, type PlaceValues } from "./place-values.ts";

type Props = {
  place: Place | undefined;
  pending: boolean;
  problem: Error | null;
  onSave: (place: z.input<typeof SavePlace>) => void;
  onCancel: () => void;
};

export function PlaceForm({ place, pending, problem, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<PlaceValues>();
  const within = useKeptUnit() ?? "";
  const town = (place?.unit.code ?? within).slice(0, 9);
  const unit = useUnitDetail(town || undefined).data;
  const shape = Form.useWatch("shape", form) ?? place?.geometry.type ?? "Point";
  const errors = isProblem(problem) ? problem.errors : [];
  const wrong = t("places.form.wrong");
  const needed = [{ required: true, whitespace: true, message: wrong }];
  const center = place?.position ?? { lon: unit?.lon ?? 106.55, lat: unit?.lat ?? 29.56 };
  const today = new Date(serverNow() + 8 * 3_600_000).toISOString().slice(0, 10);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="place-form"
      initialValues={place ? valuesOf(place) : { shape: "Point", validFrom: today }}
      onFinish={(values: PlaceValues) => {
        const body = bodyOf(values);
        if (body) onSave(body);
      }}
    >
      <Form.Item
        name="code"
        label={t("places.fields.code")}
        rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/, message: wrong }]}
      >
        <Input maxLength={64} disabled={place !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t("places.fields.name")} rules={needed}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="kind"
        label={t("places.fields.kind")}
        rules={[{ required: true, message: wrong }]}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={PlaceKind.options.map((kind) => ({
            value: kind,
            label: t(`places.kinds.${kind}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="tags" label={t("places.fields.tags")}>
        <Select
          mode="tags"
          maxCount={10}
          tokenSeparators={[";", "；", ",", "，", "、"]}
          open={false}
        />
      </Form.Item>
      <Form.Item name="shape" label={t("places.form.shape")}>
        <Radio.Group
          options={(["Point", "LineString"] as const).map((value) => ({
            value,
            label: t(`places.form.shapes.${value}`),
          }))}
        />
      </Form.Item>
      {shape === "Point" ? (
        <Form.Item
          name="position"
          label={t("places.fields.position")}
          extra={t("places.form.positionHint")}
          className="place-form-wide"
          rules={[{ required: true, message: t("places.form.positionMissing") }]}
        >
          <PositionField
            key={town}
            label={t("places.fields.position")}
            center={center}
            town={town}
          />
        </Form.Item>
      ) : (
        <Form.Item
          name="path"
          label={t("places.form.path")}
          className="place-form-wide"
          rules={[
            {
              validator: (_, text: string | undefined) =>
                lineOf(text ?? "")
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("places.form.pathWrong"))),
            },
          ]}
        >
          <Input.TextArea rows={6} placeholder={"106.551 29.561\n106.562 29.570"} />
        </Form.Item>
      )}
      <Form.Item name="address" label={t("places.fields.address")}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t("places.fields.note")}>
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
      <Form.Item name="contactName" label={t("places.fields.contactName")}>
        <Input maxLength={50} autoComplete="off" placeholder={place?.contact?.name ?? ""} />
      </Form.Item>
      <Form.Item
        name="contactPhone"
        label={t("places.fields.contactPhone")}
        rules={[{ pattern: /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/, message: wrong }]}
      >
        <Input
          maxLength={20}
          inputMode="tel"
          autoComplete="off"
          placeholder={place?.contact?.phone ?? ""}
        />
      </Form.Item>
      {place?.contact && (
        <Form.Item name="noContact" valuePropName="checked" extra={t("places.form.kept")}>
          <Checkbox>{t("places.form.noContact")}</Checkbox>
        </Form.Item>
      )}
      <Form.Item name="validFrom" label={t("places.fields.validFrom")} rules={needed}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="validTo" label={t("places.fields.validTo")}>
        <Input type="date" />
      </Form.Item>
      {problem && (
        <Alert
          type="warning"
          showIcon
          className="place-form-wide"
          title={problem.message}
          description={errors.map(({ path, message }) => (
            <div key={path + message}>{message}</div>
          ))}
        />
      )}
      <Space className="place-form-wide">
        <Button type="primary" htmlType="submit" loading={pending}>
          {t("places.form.save")}
        </Button>
        <Button onClick={onCancel}>{t("places.form.cancel")}</Button>
      </Space>
    </Form>
  );
}
