import {
  type Answer,
  type Answers,
  type FormField,
  IncidentForms,
  type ScalarField,
} from "@gezhi/contract/case-forms.ts";
import { z } from "zod";
import type { Client } from "./client.ts";

/** What somebody found who found nothing out of the ordinary. */
function plainAnswer(field: ScalarField, at: string): Answer {
  switch (field.kind) {
    case "text":
      return "已核实".slice(0, field.max);
    case "number":
      return field.min ?? Math.min(0, field.max ?? 0);
    case "choice":
      return field.options[0]!.key;
    case "yesNo":
      return true;
    default:
      return at;
  }
}

const answerOf = (field: FormField, at: string): Answers[string] =>
  field.kind === "rows"
    ? [
        {
          id: "1",
          values: Object.fromEntries(field.columns.map((one) => [one.key, plainAnswer(one, at)])),
        },
      ]
    : plainAnswer(field, at);

/** Fills what an act of this person would wait for; `given` answers what the scene tells. Says what it filled. */
export async function fillMissing(
  client: Client,
  incident: string,
  given: Record<string, Answers> = {},
): Promise<string[]> {
  const { items } = await client.request(IncidentForms, "GET", `/api/incidents/${incident}/forms`);
  const at = new Date().toISOString();
  const filled: string[] = [];
  for (const { form, version, mayFill } of items) {
    const { code, fields, required } = form;
    if (version > 0 || !mayFill || !(required || given[code])) continue;
    const plain = Object.fromEntries(
      fields.filter((field) => field.required).map((field) => [field.key, answerOf(field, at)]),
    );
    await client.request(z.unknown(), "POST", `/api/incidents/${incident}/forms/${code}`, {
      seen: 0,
      answers: { ...plain, ...given[code] },
    });
    filled.push(form.name);
  }
  return filled;
}
