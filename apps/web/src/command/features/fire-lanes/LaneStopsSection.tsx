import { fireLaneCategory } from "@gezhi/contract/fire-lanes.ts";
import type { Incident } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { Section } from "../incident/Section.tsx";
import "./fire-lanes.css";
import { useLaneStops, useLaneUnit, useNoteStop } from "./lane-queries.ts";
import { LaneStopItem } from "./LaneStopItem.tsx";

/** Vehicles in the fire lane; nothing for every other kind of matter. */
export function LaneStopsSection({ incident }: { incident: Incident }) {
  return incident.category.code === fireLaneCategory ? <Stops incident={incident.id} /> : null;
}

function Stops({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const { data, error } = useLaneStops(incident);
  const desk = useLaneUnit();
  if (error) return <Alert type="warning" showIcon title={error.message} />;
  if (!data || (data.items.length === 0 && !data.mayNote)) return null;
  return (
    <Section title={t("fireLanes.section")} count={data.items.length}>
      <p className="muted">{t("fireLanes.line", { days: data.keptDays })}</p>
      {data.items.map((stop) => (
        <LaneStopItem key={stop.id} stop={stop} />
      ))}
      {data.mayNote && <NoteForm incident={incident} />}
      {desk && (
        <Link to="/fire-lanes" className="no-print">
          {t("fireLanes.toList")}
        </Link>
      )}
    </Section>
  );
}

const refusalOf = (error: Error): string =>
  (isProblem(error) && error.errors[0]?.message) || error.message;

function NoteForm({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ plate: string }>();
  const note = useNoteStop(incident);
  return (
    <Form
      form={form}
      className="lane-stop-note no-print"
      layout="inline"
      requiredMark={false}
      onFinish={({ plate }) => note.mutate(plate, { onSuccess: () => form.resetFields() })}
    >
      <Form.Item
        name="plate"
        label={t("fireLanes.plate")}
        rules={[{ required: true, whitespace: true, message: t("fireLanes.plateMissing") }]}
      >
        <Input maxLength={20} autoComplete="off" placeholder="渝A·12345" style={{ width: 150 }} />
      </Form.Item>
      <Button htmlType="submit" loading={note.isPending}>
        {t("fireLanes.note")}
      </Button>
      {note.error && <Alert type="warning" showIcon title={refusalOf(note.error)} />}
    </Form>
  );
}
