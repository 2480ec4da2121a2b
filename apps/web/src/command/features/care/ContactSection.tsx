import type { CareDetail } from "@gezhi/contract/care.ts";
import { Button, Popover } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ReasonForm } from "../alarms/ReasonForm.tsx";
import { Section } from "../incident/Section.tsx";
import { useRevealCare } from "./care-queries.ts";

export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== null && value !== "" && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Masked, until somebody who may says why. */
export function ContactSection({ person }: { person: CareDetail }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
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
        <Popover
          trigger="click"
          open={open}
          onOpenChange={setOpen}
          content={
            <div className="care-popover">
              <p className="muted">{t("care.revealLine")}</p>
              {reveal.error && <p role="alert">{reveal.error.message}</p>}
              <ReasonForm
                title={t("care.reveal")}
                usual={false}
                pending={reveal.isPending}
                onSend={(reason) => reveal.mutate(reason, { onSuccess: () => setOpen(false) })}
                onCancel={() => setOpen(false)}
              />
            </div>
          }
        >
          <Button size="small" className="no-print" aria-expanded={open}>
            {t("care.reveal")}
          </Button>
        </Popover>
      )}
    </Section>
  );
}
