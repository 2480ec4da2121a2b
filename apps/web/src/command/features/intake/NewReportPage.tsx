import type { Receipt } from "@gezhi/contract/reports.ts";
import { useState } from "react";
import { loadDraft } from "../../../shared/incidents/drafts.ts";
import { useMe } from "../../../shared/session.ts";
import { randomUuid } from "../../../shared/uuid.ts";
import { IntakeForm } from "./IntakeForm.tsx";
import { ReceiptCard } from "./ReceiptCard.tsx";

type Props = { onIncident: (id: string) => void };

/** A call or a hotline order, typed while the caller speaks. */
export function NewReportPage({ onIncident }: Props) {
  const { account } = useMe();
  const draftKey = `${account}/new-report`;
  const [start] = useState(() => loadDraft(draftKey)?.values ?? {});
  const [clientId, setClientId] = useState(() =>
    typeof start["clientId"] === "string" ? start["clientId"] : randomUuid(),
  );
  const [receipt, setReceipt] = useState<Receipt>();
  const again = start["clientId"] === clientId;
  return receipt ? (
    <ReceiptCard
      receipt={receipt}
      onIncident={onIncident}
      onAnother={() => {
        setReceipt(undefined);
        setClientId(randomUuid());
      }}
    />
  ) : (
    <IntakeForm
      key={clientId}
      draftKey={draftKey}
      clientId={clientId}
      start={again ? start : {}}
      onReceipt={setReceipt}
    />
  );
}
