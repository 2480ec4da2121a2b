import type { Objection } from "@gezhi/contract/assessment.ts";
import { Link } from "@tanstack/react-router";
import { Button, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ExactTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState } from "../../../shared/ui/states.tsx";
import { useDecide, useRaise } from "./assessment-queries.ts";

/** What units object to, and what the level above answered. */
export function Objections({
  objections,
  mayObject,
}: {
  objections: readonly Objection[];
  mayObject: boolean;
}) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="objections">
      <h2 id="objections">{t("assessment.objections")}</h2>
      <p className="muted">{t("assessment.hint")}</p>
      {mayObject && <Raise />}
      <DataTable
        caption={t("assessment.objections")}
        rows={[...objections]}
        keyOf={({ id }) => id}
        empty={<EmptyState title={t("assessment.noObjections")} />}
        columns={[
          {
            key: "number",
            title: t("assessment.number"),
            header: true,
            width: 190,
            render: ({ incident, number }) => (
              <Link to="/incidents/$id" params={{ id: incident }}>
                {number}
              </Link>
            ),
          },
          { key: "unit", title: t("assessment.unit"), width: 120, render: ({ unit }) => unit.name },
          {
            key: "reason",
            title: t("assessment.reason"),
            render: ({ reason, raisedBy, raisedAt }) => (
              <>
                {reason}{" "}
                <span className="muted">
                  {raisedBy} <ExactTime at={raisedAt} format="short" />
                </span>
              </>
            ),
          },
          {
            key: "status",
            title: t("assessment.status"),
            render: (one) =>
              one.actions.includes("decide") ? (
                <Decide id={one.id} />
              ) : (
                <>
                  {t(`assessment.statuses.${one.status}`)} {one.answer}{" "}
                  <span className="muted">{one.decidedBy}</span>
                </>
              ),
          },
        ]}
      />
    </section>
  );
}

function Raise() {
  const { t } = useTranslation();
  const raise = useRaise();
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const send = () =>
    raise.mutate(
      { number: number.trim(), reason: reason.trim() },
      {
        onSuccess: () => {
          setNumber("");
          setReason("");
        },
      },
    );
  return (
    <>
      <Space wrap>
        <Input
          aria-label={t("assessment.number")}
          placeholder={t("assessment.number")}
          value={number}
          maxLength={40}
          onChange={({ target }) => setNumber(target.value)}
          style={{ width: 220 }}
        />
        <Input
          aria-label={t("assessment.reason")}
          placeholder={t("assessment.reason")}
          value={reason}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
          style={{ width: 320 }}
        />
        <Button
          onClick={send}
          loading={raise.isPending}
          disabled={number.trim().length < 4 || reason.trim().length < 2}
        >
          {t("assessment.object")}
        </Button>
        <Said problem={raise.error} done={raise.isSuccess} />
      </Space>
    </>
  );
}

function Decide({ id }: { id: string }) {
  const { t } = useTranslation();
  const decide = useDecide(id);
  const [answer, setAnswer] = useState("");
  const ready = answer.trim().length >= 2 && !decide.isPending;
  const send = (accept: boolean) => decide.mutate({ accept, answer: answer.trim() });
  return (
    <>
      <Space wrap>
        <Input
          aria-label={t("assessment.answer")}
          placeholder={t("assessment.answer")}
          value={answer}
          maxLength={500}
          onChange={({ target }) => setAnswer(target.value)}
          style={{ width: 200 }}
        />
        <Button size="small" disabled={!ready} onClick={() => send(true)}>
          {t("assessment.accept")}
        </Button>
        <Button size="small" disabled={!ready} onClick={() => send(false)}>
          {t("assessment.refuse")}
        </Button>
      </Space>
      <Said problem={decide.error} done={false} />
    </>
  );
}

function Said({ problem, done }: { problem: Error | null; done: boolean }) {
  const { t } = useTranslation();
  if (problem) return <p role="alert">{problem.message}</p>;
  return done ? <output>{t("assessment.sent")}</output> : null;
}
