import type { Answer, ScalarField } from "@gezhi/contract/case-forms.ts";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { formatTime } from "../time.tsx";

type Named = { name: string; english: string };

/** Forms are configuration: their words come in both languages, or in Chinese alone. */
export function useFormNames(): (named: Named) => string {
  const { i18n } = useTranslation();
  return ({ name, english }) => (i18n.language === "en" && english ? english : name);
}

export function answerWords(
  t: TFunction,
  nameOf: (named: Named) => string,
  field: ScalarField,
  answer: Answer | null | undefined,
): string {
  if (answer === undefined || answer === null) return "—";
  if (field.kind === "yesNo") return t(answer ? "caseForms.yes" : "caseForms.no");
  if (field.kind === "moment") return formatTime(String(answer), "short");
  if (field.kind === "choice") {
    const option = field.options.find(({ key }) => key === answer);
    return option ? nameOf(option) : String(answer);
  }
  if (field.kind === "number") return field.unit ? `${answer} ${field.unit}` : String(answer);
  return String(answer);
}
