import { MeasureKind, MeasureStatus, type Measure } from "@gezhi/contract/hot-spots.ts";
import { Button, Checkbox, Form, Input, InputNumber, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { ActBody } from "./hot-spot-queries.ts";

type Send = (body: Omit<ActBody, "version">) => void;
type Props = { pending: boolean; onSend: Send; onClose: () => void };

type New = {
  kind: MeasureKind;
  text: string;
  quantity?: number | null;
  unitCost?: number | null;
  years?: number | null;
  due?: string;
};

export function AddMeasure({ pending, onSend, onClose }: Props) {
  const { t } = useTranslation();
  const wrong = t("hotSpots.classes.wrong");
  return (
    <Modal open title={t("hotSpots.classes.addMeasure")} footer={null} onCancel={onClose}>
      <Form<New>
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: "verify" }}
        onFinish={({ due, ...values }) =>
          onSend({ act: "addMeasure", ...values, due: due || null } as ActBody)
        }
      >
        <Form.Item name="kind" label={t("hotSpots.fields.category")}>
          <Radio.Group
            options={MeasureKind.options.map((value) => ({
              value,
              label: t(`hotSpots.classes.kinds.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={t("hotSpots.classes.text")}
          rules={[{ required: true, whitespace: true, min: 2, message: wrong }]}
        >
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
        <div className="hot-spot-numbers">
          <Form.Item name="quantity" label={t("hotSpots.classes.quantity")}>
            <InputNumber min={1} max={1_000_000} precision={0} />
          </Form.Item>
          <Form.Item name="unitCost" label={t("hotSpots.classes.unitCost")}>
            <InputNumber min={0} max={100_000_000} />
          </Form.Item>
          <Form.Item name="years" label={t("hotSpots.classes.years")}>
            <InputNumber min={0.5} max={100} />
          </Form.Item>
          <Form.Item name="due" label={t("hotSpots.classes.due")}>
            <Input type="date" />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={pending}>
          {t("hotSpots.classes.addMeasure")}
        </Button>
      </Form>
    </Modal>
  );
}

type Changed = { status: MeasureStatus; chosen: boolean; result: string };

export function ChangeMeasure({ measure, pending, onSend, onClose }: Props & { measure: Measure }) {
  const { t } = useTranslation();
  return (
    <Modal open title={measure.text} footer={null} onCancel={onClose}>
      <Form<Changed>
        layout="vertical"
        initialValues={measure}
        onFinish={({ status, chosen, result }) =>
          onSend({
            act: "changeMeasure",
            measure: measure.id,
            status,
            chosen: measure.kind === "option" && chosen,
            result,
          } as ActBody)
        }
      >
        <Form.Item name="status" label={t("hotSpots.fields.status")}>
          <Radio.Group
            options={MeasureStatus.options.map((value) => ({
              value,
              label: t(`hotSpots.classes.measureStatuses.${value}`),
            }))}
          />
        </Form.Item>
        {measure.kind === "option" && (
          <Form.Item name="chosen" valuePropName="checked">
            <Checkbox>{t("hotSpots.classes.chosen")}</Checkbox>
          </Form.Item>
        )}
        <Form.Item name="result" label={t("hotSpots.classes.result")}>
          <Input.TextArea maxLength={300} rows={2} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={pending}>
          {t("hotSpots.classes.update")}
        </Button>
      </Form>
    </Modal>
  );
}
