import type { HotSpotDetail } from "@gezhi/contract/hot-spots.ts";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Checkbox, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { HandlerField } from "../../../shared/incidents/fields/HandlerField.tsx";
import { useMe } from "../../../shared/session.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { whereOf } from "./CardTable.tsx";
import { useCreateClass, useHotSpots } from "./hot-spot-queries.ts";

type Values = { name: string; hypothesis: string; owner: string; others?: string[] };

/** From one thing to one class of things: what is thought to be behind it, and who sees to it. */
export function ClassForm({ card, onClose }: { card: HotSpotDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { appointments } = useMe();
  const create = useCreateClass();
  const leads = appointments.filter(({ role }) =>
    ["dutyOfficer", "commander", "districtCentre", "cityOperator"].includes(role),
  );
  const unit = leads
    .map((one) => one.unit)
    .filter((code) => card.unit.code.startsWith(code))
    .toSorted((a, b) => b.length - a.length)[0];
  const alike = useHotSpots({ unit, category: card.category.code, status: "open" });
  const others = (alike.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ id, actions }) => id !== card.id && actions.includes("classify"),
  );
  const town = card.towns[0]?.code ?? "";
  const required = [{ required: true, whitespace: true, message: t("hotSpots.classes.wrong") }];
  return (
    <Modal
      open
      width={640}
      title={t("hotSpots.classify")}
      footer={null}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        onFinish={({ name, hypothesis, owner, others: more = [] }) =>
          create.mutate(
            {
              name,
              hypothesis,
              owner,
              unit: unit ?? card.unit.code,
              category: card.category.code,
              hotSpots: [card.id, ...more] as (typeof card.id)[],
            },
            {
              onSuccess: ({ id }) => void navigate({ to: "/issue-classes/$id", params: { id } }),
            },
          )
        }
      >
        <Form.Item name="name" label={t("hotSpots.classes.name")} rules={required}>
          <Input maxLength={60} placeholder={t("hotSpots.classes.nameHint")} autoComplete="off" />
        </Form.Item>
        <Form.Item name="hypothesis" label={t("hotSpots.classes.hypothesis")} rules={required}>
          <Input.TextArea
            maxLength={500}
            rows={3}
            placeholder={t("hotSpots.classes.hypothesisHint")}
          />
        </Form.Item>
        <Form.Item name="owner" label={t("hotSpots.classes.owner")} rules={required}>
          {unit?.length === 2 ? (
            <UnitField
              label={t("hotSpots.classes.owner")}
              within={card.unit.code.slice(0, 6)}
              levels={["district", "town"]}
            />
          ) : (
            <HandlerField label={t("hotSpots.classes.owner")} town={town} />
          )}
        </Form.Item>
        {others.length > 0 && (
          <Form.Item name="others" label={t("hotSpots.classes.otherCards")}>
            <Checkbox.Group
              className="hot-spot-others"
              options={others.map((one) => ({
                value: one.id as string,
                label: `${whereOf(one)} · ${t("hotSpots.pieces", { n: one.members })}`,
              }))}
            />
          </Form.Item>
        )}
        {create.error && <Alert type="warning" showIcon title={create.error.message} />}
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("hotSpots.classes.create")}
        </Button>
      </Form>
    </Modal>
  );
}
