import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { CategoryField } from "./CategoryField.tsx";
import { HandlerField } from "./HandlerField.tsx";

export type Part = { title?: string; category?: string; lead?: string };
type Props = { value?: Part[]; onChange?: (parts: Part[]) => void; town: string };

const atLeastTwo: Part[] = [{}, {}];

/** The parts an incident is split into, each with its own category and, if known, its lead. */
export function PartsField({ value = atLeastTwo, onChange, town }: Props) {
  const { t } = useTranslation();
  const change = (index: number, part: Part) =>
    onChange?.(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div className="parts-field">
      {value.map((part, index) => {
        const n = index + 1;
        return (
          <fieldset key={index}>
            <Input
              aria-label={t("actForm.partTitle", { n })}
              placeholder={t("actForm.partTitle", { n })}
              maxLength={200}
              value={part.title ?? ""}
              onChange={(event) => change(index, { title: event.target.value })}
            />
            <CategoryField
              label={t("actForm.partCategory", { n })}
              {...(part.category ? { value: part.category } : {})}
              onChange={(category) => change(index, { category: category ?? "" })}
            />
            <HandlerField
              town={town}
              label={t("actForm.partLead", { n })}
              {...(part.lead ? { value: part.lead } : {})}
              onChange={(lead) => change(index, { lead: lead ?? "" })}
            />
            {value.length > 2 && (
              <Button
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t("actForm.partRemove", { n })}
                onClick={() => onChange?.(value.filter((_, at) => at !== index))}
              />
            )}
          </fieldset>
        );
      })}
      {value.length < 10 && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => onChange?.([...value, {}])}>
          {t("actForm.partAdd")}
        </Button>
      )}
    </div>
  );
}
