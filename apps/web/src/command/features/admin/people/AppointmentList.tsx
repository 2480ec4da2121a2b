import { Holder } from "@gezhi/contract/identity.ts";
import type { AppointmentView } from "@gezhi/contract/organisation.ts";
import { App, Button, Form, Input, Radio, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../../../shared/ui/states.tsx";
import { today, withHolder } from "./duty-values.ts";
import { dutyWords, holdsToday } from "./duty-words.ts";
import { FormProblem } from "./FormProblem.tsx";
import { useEditAppointment } from "./people-queries.ts";

/** Appointments of one person: those of today first, with their dates and the way to end them. */
export function AppointmentList({ appointments }: { appointments: readonly AppointmentView[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const { modal } = App.useApp();
  const date = today();
  const rank = (one: AppointmentView) => (holdsToday(one, date) ? 0 : one.validFrom > date ? 1 : 2);
  if (appointments.length === 0) return <EmptyState title={t("admin.people.noDuty")} />;
  return (
    <ul className="appointments">
      {appointments
        .toSorted((a, b) => rank(a) - rank(b))
        .map((one) => (
          <li key={one.id}>
            <p>
              <strong>{dutyWords(t, one)}</strong>
              {rank(one) > 0 && (
                <span className="status-tag">
                  {t(rank(one) === 1 ? "admin.people.planned" : "admin.people.ended")}
                </span>
              )}
            </p>
            <p className="muted figures">
              {t("admin.people.dates", {
                from: one.validFrom,
                to: one.validTo ?? t("admin.people.openEnd"),
              })}
            </p>
            {rank(one) < 2 && open !== one.id && (
              <Button size="small" onClick={() => setOpen(one.id)}>
                {t("admin.people.changeAppointment")}
              </Button>
            )}
            {open === one.id && (
              <AppointmentForm
                appointment={one}
                onClose={() => setOpen(undefined)}
                onWarnings={(warnings) => {
                  modal.warning({
                    title: t("admin.people.vacancy"),
                    content: warnings.map((warning) => <p key={warning}>{warning}</p>),
                  });
                }}
              />
            )}
          </li>
        ))}
    </ul>
  );
}

type FormProps = {
  appointment: AppointmentView;
  onClose: () => void;
  onWarnings: (warnings: readonly string[]) => void;
};
type Values = { validTo?: string; holder?: Holder };

/** Work belongs to the post: ending moves nothing, and says what now lacks somebody. */
function AppointmentForm({ appointment, onClose, onWarnings }: FormProps) {
  const { t } = useTranslation();
  const edit = useEditAppointment();
  const { id, role, holder, validTo } = appointment;
  return (
    <Form
      layout="vertical"
      className="boxed-form"
      aria-label={t("admin.people.changeAppointment")}
      initialValues={{ validTo: validTo ?? "", holder: holder ?? undefined }}
      onFinish={(values: Values) => {
        const end = values.validTo || null;
        edit.mutate(
          {
            id,
            ...(end === validTo ? {} : { validTo: end }),
            ...(values.holder && values.holder !== holder ? { holder: values.holder } : {}),
          },
          {
            onSuccess: ({ warnings }) => {
              onClose();
              if (warnings.length > 0) onWarnings(warnings);
            },
          },
        );
      }}
    >
      <Form.Item
        name="validTo"
        label={t("admin.people.validTo")}
        extra={t("admin.people.validToHint")}
      >
        <Input type="date" min={today()} />
      </Form.Item>
      {withHolder.includes(role) && (
        <Form.Item name="holder" label={t("admin.people.holder")}>
          <Radio.Group
            aria-label={t("admin.people.holder")}
            options={Holder.options.map((value) => ({ value, label: t(`admin.holders.${value}`) }))}
          />
        </Form.Item>
      )}
      <FormProblem problem={edit.error} />
      <Space>
        <Button type="primary" htmlType="submit" loading={edit.isPending}>
          {t("admin.people.save")}
        </Button>
        <Button onClick={onClose}>{t("configuration.rowCancel")}</Button>
      </Space>
    </Form>
  );
}
