import { Button, Form, Input, Radio, Space } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatHours, parseHours, weekdayOf, type Day, type Exception } from "./calendar-days.ts";

type Values = { kind: "usual" | "rest" | "work"; name: string; hours: string };
type Props = {
  day: Day;
  onSave: (exception: Exception | undefined) => void;
  onCancel: () => void;
};

/** One day: as its weekday says, a day of rest, or a make-up day. */
export function DayForm({ day, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch("kind", form);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("input:checked")?.focus();
  }, []);

  function save({ kind, name, hours }: Values): void {
    if (kind === "usual") return onSave(undefined);
    const intervals = kind === "work" && hours?.trim() ? parseHours(hours) : undefined;
    return onSave({
      date: day.date,
      working: kind === "work",
      name: name.trim(),
      ...(intervals ? { intervals } : {}),
    });
  }
  return (
    <div ref={box} className="day-form">
      <Form
        form={form}
        layout="inline"
        aria-label={day.date}
        initialValues={
          {
            kind: day.exception ? (day.exception.working ? "work" : "rest") : "usual",
            name: day.exception?.name ?? "",
            hours: formatHours(day.exception?.intervals ?? []),
          } satisfies Values
        }
        onFinish={save}
        onKeyDown={(event) => event.key === "Escape" && onCancel()}
      >
        <strong className="figures">
          {day.date} {t(`configuration.weekdays.day${weekdayOf(day.date)}`)}
        </strong>
        <Form.Item name="kind">
          <Radio.Group
            aria-label={t("configuration.fields.working")}
            options={[
              { value: "usual", label: t("configuration.dayUsual") },
              { value: "rest", label: t("configuration.dayHoliday") },
              { value: "work", label: t("configuration.dayMakeUp") },
            ]}
          />
        </Form.Item>
        {kind !== "usual" && (
          <Form.Item
            name="name"
            label={t("configuration.fields.name")}
            rules={[{ required: true, whitespace: true, message: t("configuration.invalidField") }]}
          >
            <Input maxLength={40} style={{ width: 160 }} />
          </Form.Item>
        )}
        {kind === "work" && (
          <Form.Item
            name="hours"
            label={t("configuration.fields.intervals")}
            rules={[
              {
                validator: (_, text: string) =>
                  !text?.trim() || (parseHours(text)?.length ?? 0) > 0
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("configuration.hoursWrong"))),
              },
            ]}
          >
            <Input placeholder={t("configuration.hoursAsMonday")} style={{ width: 220 }} />
          </Form.Item>
        )}
        <Space>
          <Button type="primary" htmlType="submit">
            {t("configuration.rowDone")}
          </Button>
          <Button onClick={onCancel}>{t("configuration.rowCancel")}</Button>
        </Space>
      </Form>
    </div>
  );
}
