import type { Incident, Urgency } from "@gezhi/contract/incidents.ts";
import { Checkbox, Form, Input, InputNumber, Radio, type FormItemProps } from "antd";
import type { TFunction } from "i18next";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { UrgencyTag } from "../ui/tags.tsx";
import { actFormOf, type Act, type Field } from "./act-forms.ts";
import { CalledField } from "./fields/CalledField.tsx";
import { CategoryField } from "./fields/CategoryField.tsx";
import { DeputyField } from "./fields/DeputyField.tsx";
import { FilesControl } from "./fields/FilesControl.tsx";
import { HandlerField } from "./fields/HandlerField.tsx";
import { IncidentField } from "./fields/IncidentField.tsx";
import { PartsField } from "./fields/PartsField.tsx";
import { PositionField } from "./fields/PositionField.tsx";
import { TextControl } from "./fields/TextControl.tsx";
import { TownField } from "./fields/TownField.tsx";

/** `incident` is missing when the act goes to many at once. */
export type ActContext = { town: string; incident?: Incident };
type Props = { act: Act; context: ActContext };

const urgencies: readonly Urgency[] = ["red", "orange", "yellow", "blue"];
const chongqing = { lon: 106.5516, lat: 29.563 };

/** The fields of one act, drawn from the table. */
export function ActFields({ act, context }: Props) {
  return actFormOf(act).fields.map((field) => (
    <ActField key={field.name} field={field} context={context} />
  ));
}

function ActField({ field, context }: { field: Field; context: ActContext }) {
  const { t } = useTranslation();
  const label = t(`actFields.${field.label}`);
  const chosen = !["text", "line", "lines", "number"].includes(field.kind);
  const item: FormItemProps = {
    name: field.name,
    label,
    ...(field.hint ? { extra: t(`actFields.${field.hint}`) } : {}),
    rules: rulesOf(field, chosen ? t("actForm.choose") : t("actForm.required")),
    ...(field.requiredWith ? { dependencies: [field.requiredWith.name] } : {}),
  };
  if (field.kind === "switch")
    return (
      <Form.Item name={field.name} valuePropName="checked" extra={item.extra}>
        <Checkbox>{label}</Checkbox>
      </Form.Item>
    );
  return <Form.Item {...item}>{controlOf(t, field, context, label)}</Form.Item>;
}

function rulesOf({ required, requiredWith }: Field, message: string): FormItemProps["rules"] & {} {
  if (required) return [{ required, message }];
  if (!requiredWith) return [];
  const { name, value } = requiredWith;
  return [(form) => ({ required: form.getFieldValue(name) === value, whitespace: true, message })];
}

/** A fresh element each time: the form gives it its id, value and change handler. */
function controlOf(
  t: TFunction,
  field: Exclude<Field, { kind: "switch" }>,
  { town, incident }: ActContext,
  label: string,
): ReactElement {
  switch (field.kind) {
    case "text":
      return <TextControl max={field.max} />;
    case "line":
      return <Input maxLength={field.max} />;
    case "lines":
      return (
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 12 }}
          placeholder={t("actForm.linesHint")}
        />
      );
    case "number":
      return (
        <InputNumber
          min={1}
          max={field.max}
          suffix={t(`actFields.${field.unit}`)}
          style={{ width: 160 }}
        />
      );
    case "choice":
      return (
        <Radio.Group
          aria-label={label}
          options={field.options.map((option) => ({
            value: option.value,
            label: t(`actFields.${option.label}`),
          }))}
        />
      );
    case "stars":
      return (
        <Radio.Group
          aria-label={label}
          options={[1, 2, 3, 4, 5].map((n) => ({ value: n, label: t("actForm.star", { n }) }))}
        />
      );
    case "urgency":
      return (
        <Radio.Group
          aria-label={label}
          options={urgencies.map((urgency) => ({
            value: urgency,
            label: <UrgencyTag urgency={urgency} />,
          }))}
        />
      );
    case "files":
      return <FilesControl label={label} />;
    case "handler":
      return <HandlerField town={town} label={label} suggested={suggestedOf(incident)} />;
    case "handlers":
      return <HandlerField many town={town} label={label} suggested={suggestedOf(incident)} />;
    case "called":
      return <CalledField town={town} label={label} />;
    case "town":
      return <TownField town={town} label={label} />;
    case "towns":
      return <TownField many town={town} label={label} />;
    case "deputy":
      return <DeputyField town={town} label={label} />;
    case "moment":
      return <Input type="datetime-local" style={{ width: 220 }} />;
    case "position":
      return <PositionField town={town} center={incident?.position ?? chongqing} label={label} />;
    case "category":
      return <CategoryField label={label} />;
    case "incident":
      return <IncidentField label={label} {...(incident ? { incident: incident.id } : {})} />;
    default:
      return <PartsField town={town} />;
  }
}

const suggestedOf = (incident: Incident | undefined): string[] =>
  incident ? [incident.suggestion.lead ?? "", ...incident.suggestion.coHandlers] : [];
