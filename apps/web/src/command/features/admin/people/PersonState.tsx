import type { Person } from "@gezhi/contract/organisation.ts";
import { useTranslation } from "react-i18next";

/** What is particular about an account; nothing when it is an ordinary one. */
export function PersonState({ person }: { person: Person }) {
  const { t } = useTranslation();
  const states = [
    person.disabled && t("admin.people.disabled"),
    person.lockedUntil !== null && t("admin.people.locked"),
    person.mustChangePassword && t("admin.people.mustChangePassword"),
    person.singleSignOn === "linked" && t("admin.people.linked"),
    person.demo && t("admin.people.demo"),
  ].filter((state) => state !== false);
  return (
    <span className="tags">
      {states.map((state) => (
        <span key={state} className="status-tag">
          {state}
        </span>
      ))}
    </span>
  );
}
