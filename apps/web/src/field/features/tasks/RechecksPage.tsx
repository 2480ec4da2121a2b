import { useTranslation } from "react-i18next";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useRechecks } from "./field-lists.ts";
import { IncidentRow } from "./IncidentRow.tsx";
import { mayCheck } from "./task-rules.ts";
import { More } from "./TasksPage.tsx";

/** What others have handled and this person is to look at on site. */
export function RechecksPage() {
  const { t } = useTranslation();
  const rechecks = useRechecks();
  return (
    <PhonePage title={t("field.home.rechecks")} back="/field" live>
      <QueryState query={rechecks}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items).filter(mayCheck);
          return (
            <>
              {items.length === 0 ? (
                <EmptyState title={t("field.rechecks.empty")} hint={t("field.rechecks.hint")} />
              ) : (
                <p className="phone-note">{t("field.rechecks.hint")}</p>
              )}
              <ul className="phone-list">
                {items.map((incident) => (
                  <li key={incident.id}>
                    <IncidentRow incident={incident} />
                  </li>
                ))}
              </ul>
              <More query={rechecks} />
            </>
          );
        }}
      </QueryState>
    </PhonePage>
  );
}
