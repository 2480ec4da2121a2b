import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

/** A browser's own field for a time shows AM and PM where its language says so; a roster is read by 24 hours. */
const clock = { placeholder: "22:00", maxLength: 5, inputMode: "numeric" } as const;
const withColon = (typed: string): string =>
  /^\d{4}$/.test(typed) ? `${typed.slice(0, 2)}:${typed.slice(2)}` : typed;

/** Up to four spans of a day. */
export function HoursField({ name, hint }: { name: "hours" | "quiet"; hint: string }) {
  const { t } = useTranslation();
  const title = t(`sensing.rules.${name}`);
  return (
    <Form.Item label={title} extra={hint} className="rule-half">
      <Form.List name={name}>
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <span key={field.key} className="rule-hours">
                <Form.Item name={[field.name, "from"]} normalize={withColon} noStyle>
                  <Input {...clock} aria-label={title} />
                </Form.Item>
                {t("sensing.rules.to")}
                <Form.Item name={[field.name, "to"]} normalize={withColon} noStyle>
                  <Input {...clock} aria-label={`${title} ${t("sensing.rules.to")}`} />
                </Form.Item>
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t("sensing.rules.removeHours")}
                  onClick={() => remove(field.name)}
                />
              </span>
            ))}
            {fields.length < 4 && (
              <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
                {t("sensing.rules.addHours")}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
