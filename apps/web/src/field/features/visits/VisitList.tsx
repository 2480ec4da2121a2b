import { type CaredPerson, RevealedCare, type VisitOutcome } from "@gezhi/contract/care.ts";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Form, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { keepVisit } from "../../../shared/phone/queue/queue-commands.ts";
import type { VisitItem } from "../../../shared/phone/queue/queue-items.ts";
import { keepForGood, sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { QueueStateTag } from "../../../shared/phone/ui/QueueStateTag.tsx";
import { serverNow } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { deliveryMessage } from "../reports/use-refresh-after-delivery.ts";
import { keptVisitOf, openVisits } from "./visit-list-rules.ts";
import { useMyVisits } from "./visit-queries.ts";

/** Whom to look after today; one tap records a visit, with or without a network. */
export function VisitList() {
  const { t } = useTranslation();
  const { account } = useMe();
  const visits = useMyVisits();
  const queue = useQueue(account) ?? [];
  return (
    <QueryState query={visits}>
      {(mine) => {
        const open = openVisits(mine, queue);
        const done = mine.items.filter((person) => !open.includes(person));
        if (mine.items.length === 0)
          return <EmptyState title={t("care.field.none")} hint={t("care.field.noneHint")} />;
        return (
          <>
            <ul className="phone-list">
              {open.map((person) => (
                <li key={person.id}>
                  <Visit person={person} kept={keptVisitOf(queue, person.id)} />
                </li>
              ))}
            </ul>
            {done.length > 0 && <h2 className="phone-heading">{t("care.field.done")}</h2>}
            <ul className="phone-list">
              {done.map((person) => (
                <li key={person.id}>
                  <Visit person={person} kept={keptVisitOf(queue, person.id)} done />
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </QueryState>
  );
}

type Props = { person: CaredPerson; kept: VisitItem | undefined; done?: boolean };

function Visit({ person, kept, done = false }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { account } = useMe();
  const { id, name, address, unit, note, way, dueBy, state, last, simulated } = person;
  const who = name ?? t("care.field.volunteer");
  async function record(outcome: VisitOutcome): Promise<void> {
    const seenAt = new Date(serverNow()).toISOString();
    await keepVisit({ account, title: address, body: { person: id, outcome, note: "", seenAt } });
    void message.open({ key: deliveryMessage, type: "info", content: t("care.field.kept") });
    sendSoon();
    void keepForGood();
  }
  const says = kept?.body.outcome ?? last?.outcome;
  return (
    <section className="phone-card" aria-label={`${who} ${address}`}>
      <h2>
        <span>
          {who} <span className="phone-note">{t(`care.ways.${way}`)}</span>
        </span>
        <span className={`field-visit-${state}`}>
          {done ? says && t(`care.outcomes.${says}`) : t(`care.states.${state}`)}
        </span>
      </h2>
      <p>
        {address} <span className="phone-note">{unit.name}</span> {simulated && <SimulatedTag />}
      </p>
      {note && <p className="phone-note">{note}</p>}
      <p className="phone-row-line">
        <span className="figures">{t("care.until", { hour: dueBy })}</span>
        {last && (
          <span>
            {t(`care.outcomes.${last.outcome}`)} <RelativeTime at={last.at} />
          </span>
        )}
        {kept && <QueueStateTag item={kept} />}
      </p>
      {!done && (
        <div className="field-visit-acts">
          <Button type="primary" onClick={() => void record("seenWell")}>
            {t("care.outcomes.seenWell")}
          </Button>
          <Button onClick={() => void record("notReached")}>{t("care.outcomes.notReached")}</Button>
          <Popconfirm
            title={t("care.field.sure")}
            okText={t("care.field.sureYes")}
            cancelText={t("care.field.cancel")}
            okButtonProps={{ danger: true }}
            onConfirm={() => void record("needsHelp")}
          >
            <Button danger>{t("care.outcomes.needsHelp")}</Button>
          </Popconfirm>
        </div>
      )}
      {person.actions.includes("reveal") && !done && <Contact id={id} />}
    </section>
  );
}

/** Numbers only with a reason, and only from the server. */
function Contact({ id }: { id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const reveal = useMutation({
    mutationFn: (reason: string) => api.post(RevealedCare, `/care/${id}/reveal`, { reason }),
  });
  const shown = reveal.data;
  if (shown)
    return (
      <p className="figures">
        {[shown.name, shown.phone, shown.contactName, shown.contactPhone]
          .filter(Boolean)
          .join(" · ")}
      </p>
    );
  if (!open)
    return (
      <Button type="link" onClick={() => setOpen(true)}>
        {t("care.field.contact")}
      </Button>
    );
  return (
    <Form layout="vertical" onFinish={({ reason }: { reason: string }) => reveal.mutate(reason)}>
      <Form.Item
        name="reason"
        label={t("care.revealLine")}
        rules={[{ required: true, whitespace: true, min: 2, message: t("care.form.missing") }]}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      {reveal.error && <p role="alert">{reveal.error.message}</p>}
      <Button htmlType="submit" loading={reveal.isPending}>
        {t("care.reveal")}
      </Button>
    </Form>
  );
}
