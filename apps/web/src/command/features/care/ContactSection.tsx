import type { CareDetail } from "@gezhi/contract/care.ts";
import { useTranslation } from "react-i18next";
import { Facts } from "../../../shared/ui/Facts.tsx";
import { RevealPopover } from "../alarms/RevealPopover.tsx";
import { Section } from "../incident/Section.tsx";
import { useRevealCare } from "./care-queries.ts";

/** Masked, until somebody who may says why. */
export function ContactSection({ person }: { person: CareDetail }) {
  const { t } = useTranslation();
  const reveal = useRevealCare(person.id);
  const shown = reveal.data;
  return (
    <Section title={t("care.contact")}>
      <Facts
        rows={[
          [t("care.person"), shown?.name ?? person.name],
          [t("care.phone"), shown?.phone ?? person.phone],
          [t("care.contactName"), shown?.contactName ?? person.contact.name],
          [t("care.contactPhone"), shown?.contactPhone ?? person.contact.phone],
        ]}
      />
      {person.actions.includes("reveal") && !shown && (
        <RevealPopover title={t("care.reveal")} line={t("care.revealLine")} reveal={reveal} />
      )}
    </Section>
  );
}
