import type { Answers, IncidentForm, RowsField } from "@gezhi/contract/case-forms.ts";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../time.tsx";
import "./case-forms.css";
import { answerWords, useFormNames } from "./form-words.ts";

type Props = {
  filled: IncidentForm;
  /** Names whole, where somebody has just been shown them. */
  shown?: Answers | undefined;
};

/** What was written in a form: fields that have an answer, tables, and what they come to. */
export function CaseFormAnswers({ filled, shown }: Props) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const { form, tally, filledBy, filledAt } = filled;
  const answers = shown ?? filled.answers;
  if (!answers) return filledAt ? <p className="muted">{t("caseForms.masked")}</p> : null;
  return (
    <>
      {tally && form.tally && (
        <p className="case-form-tally">
          {nameOf(form.tally)}{" "}
          <strong className="figures">
            {tally.done} / {tally.all}
          </strong>
        </p>
      )}
      <dl className="case-form-answers">
        {form.fields.flatMap((field) => {
          const answer = answers[field.key];
          if (field.kind === "rows" || Array.isArray(answer) || answer === undefined) return [];
          return (
            <div key={field.key}>
              <dt>{nameOf(field)}</dt>
              <dd>{answerWords(t, nameOf, field, answer)}</dd>
            </div>
          );
        })}
      </dl>
      {form.fields.map(
        (field) =>
          field.kind === "rows" && <Rows key={field.key} field={field} answers={answers} />,
      )}
      <p className="muted">
        {t("caseForms.filled", { by: filledBy })}{" "}
        {filledAt && <ExactTime at={filledAt} format="short" />}
      </p>
    </>
  );
}

function Rows({ field, answers }: { field: RowsField; answers: Answers }) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const rows = answers[field.key];
  if (!Array.isArray(rows) || rows.length === 0) return null;
  return (
    <div className="case-form-table">
      <table>
        <caption>{nameOf(field)}</caption>
        <thead>
          <tr>
            {field.columns.map((column) => (
              <th key={column.key} scope="col">
                {nameOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, values }) => (
            <tr key={id}>
              {field.columns.map((column) => (
                <td key={column.key}>{answerWords(t, nameOf, column, values[column.key])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
