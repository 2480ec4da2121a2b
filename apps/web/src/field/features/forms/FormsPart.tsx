import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCaseForms } from "../../../shared/case-forms/case-form-queries.ts";
import { useFormNames } from "../../../shared/case-forms/form-words.ts";
import type { FormItem } from "../../../shared/phone/queue/queue-items.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { QueueRow } from "../../../shared/phone/ui/QueueRow.tsx";
import { useMe } from "../../../shared/session.ts";

/** Forms that this person may fill for the matter, and what of them waits on this phone. */
export function FormsPart({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const nameOf = useFormNames();
  const { account } = useMe();
  const { data } = useCaseForms(incident);
  const waiting = (useQueue(account) ?? []).filter(
    (item): item is FormItem =>
      item.kind === "form" && item.incident === incident && item.state !== "delivered",
  );
  const shown = data?.filter(({ version, mayFill }) => version > 0 || mayFill) ?? [];
  if (shown.length + waiting.length === 0) return null;
  return (
    <section className="phone-card" aria-label={t("caseForms.section")}>
      <h2>{t("caseForms.section")}</h2>
      {waiting.map((item) => (
        <QueueRow key={item.id} item={item} to={`/field/kept/${item.id}`} />
      ))}
      <ul className="phone-list">
        {shown.map(({ form, version, tally }) => (
          <li key={form.code}>
            <Link
              className="phone-row"
              to="/field/incidents/$id/forms/$form"
              params={{ id: incident, form: form.code }}
            >
              <span className="phone-row-title">{nameOf(form)}</span>
              <span className="phone-row-line">
                {version > 0
                  ? t("caseForms.done")
                  : t(form.required ? `caseForms.needed.${form.when}` : "caseForms.notYet")}
                {tally && form.tally && (
                  <span className="figures">
                    {nameOf(form.tally)} {tally.done} / {tally.all}
                  </span>
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
