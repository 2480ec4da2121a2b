import { type CareDetail, VisitOutcome } from "@gezhi/contract/care.ts";
import { useNavigate } from "@tanstack/react-router";
import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { randomUuid } from "../../../shared/uuid.ts";
import { ReasonForm } from "../alarms/ReasonForm.tsx";
import { useRecordVisit, useWithdraw } from "./care-queries.ts";

type Props = { person: CareDetail; onEdit: () => void };

export function CareActs({ person, onEdit }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<"record" | "withdraw">();
  const close = () => setAsking(undefined);
  const may = (one: CareDetail["actions"][number]) => person.actions.includes(one);
  return (
    <span className="care-tools no-print">
      {may("visit") && (
        <Button type="primary" onClick={() => setAsking("record")}>
          {t("care.record")}
        </Button>
      )}
      {may("edit") && <Button onClick={onEdit}>{t("care.edit")}</Button>}
      {may("withdraw") && (
        <Button danger onClick={() => setAsking("withdraw")}>
          {t("care.withdraw")}
        </Button>
      )}
      {asking === "record" && <RecordModal id={person.id} onClose={close} />}
      {asking === "withdraw" && <WithdrawModal id={person.id} onClose={close} />}
    </span>
  );
}

type ModalProps = { id: CareDetail["id"]; onClose: () => void };

function RecordModal({ id, onClose }: ModalProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const record = useRecordVisit();
  const [note, setNote] = useState("");
  // One visit, however often it is sent.
  const [visit] = useState(randomUuid);
  const send = (outcome: VisitOutcome) =>
    record.mutate(
      { id: visit, person: id, outcome, note },
      {
        onSuccess: ({ incident }) => {
          const words = t("care.recorded", { outcome: t(`care.outcomes.${outcome}`) });
          void message.success(incident ? `${words}。${t("care.opened")}` : words);
          onClose();
        },
      },
    );
  return (
    <Modal open title={t("care.record")} footer={null} onCancel={onClose}>
      <Form layout="vertical">
        <Form.Item label={t("care.recordNote")} htmlFor="care-note">
          <Input
            id="care-note"
            maxLength={300}
            autoComplete="off"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
        {record.error && <Alert type="error" showIcon title={record.error.message} />}
        <div className="care-bar">
          {VisitOutcome.options.map((outcome) => (
            <Button
              key={outcome}
              type={outcome === "seenWell" ? "primary" : "default"}
              danger={outcome === "needsHelp"}
              disabled={record.isPending}
              onClick={() => send(outcome)}
            >
              {t(`care.outcomes.${outcome}`)}
            </Button>
          ))}
        </div>
      </Form>
    </Modal>
  );
}

function WithdrawModal({ id, onClose }: ModalProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const withdraw = useWithdraw(id);
  return (
    <Modal open title={t("care.withdraw")} footer={null} onCancel={onClose}>
      <p>{t("care.withdrawLine")}</p>
      {withdraw.error && <Alert type="error" showIcon title={withdraw.error.message} />}
      <ReasonForm
        title={t("care.withdraw")}
        usual={false}
        pending={withdraw.isPending}
        onSend={(reason) =>
          withdraw.mutate(reason, {
            onSuccess: () => {
              void message.success(t("care.withdrawn"));
              void navigate({ to: "/care" });
            },
          })
        }
        onCancel={onClose}
      />
    </Modal>
  );
}
