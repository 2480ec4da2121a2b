import type { Action, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActFormBody } from "../../../shared/incidents/ActForm.tsx";
import { useBulkActs } from "../../../shared/incidents/incident-queries.ts";

const bulkActs = ["dispatch", "urge", "checkSelfHandled"] as const;
type BulkAct = (typeof bulkActs)[number];

type Props = {
  chosen: readonly IncidentSummary[];
  /** How many rows the list shows by now. */
  listed: number;
  onAll: () => void;
  onClear: () => void;
};

/** One act on many incidents; the answer says row by row what came of it. */
export function BulkBar({ chosen, listed, onAll, onClear }: Props) {
  const { t } = useTranslation();
  const [act, setAct] = useState<BulkAct>();
  /** As they were when the act was sent: what it changes may leave the list. */
  const [sent, setSent] = useState<readonly IncidentSummary[]>([]);
  const bulk = useBulkActs();
  if (chosen.length === 0 && !act) return null;
  const able = (one: BulkAct) =>
    chosen.filter(({ actions }) => actions.some((action) => action.act === one));
  const close = () => {
    setAct(undefined);
    if (bulk.data) onClear();
    bulk.reset();
  };
  const targets = bulk.isIdle && act ? able(act) : sent;
  return (
    <div className="bulk-bar no-print">
      <strong className="figures">{t("desk.selected", { n: chosen.length })}</strong>
      {bulkActs.map((one) => (
        <Button
          key={one}
          size="small"
          disabled={able(one).length === 0}
          onClick={() => setAct(one)}
        >
          {t("bulk.able", { act: t(`acts.${one}`), n: able(one).length })}
        </Button>
      ))}
      {chosen.length < listed && (
        <Button size="small" type="link" onClick={onAll}>
          {t("desk.selectAll", { n: listed })}
        </Button>
      )}
      <Button size="small" type="link" onClick={onClear}>
        {t("desk.clearSelection")}
      </Button>
      <Modal
        open={act !== undefined}
        onCancel={close}
        footer={bulk.data ? <Button onClick={close}>{t("bulk.close")}</Button> : null}
        title={act && t("bulk.title", { act: t(`acts.${act}`), n: targets.length })}
        destroyOnHidden
      >
        {bulk.data ? (
          <BulkResults sent={sent} results={bulk.data.results} />
        ) : (
          act && (
            <ActFormBody
              action={{ act } satisfies Action}
              subject="bulk"
              context={{ town: chosen[0]?.unit.code.slice(0, 9) ?? "" }}
              pending={bulk.isPending}
              problem={bulk.error}
              onCancel={close}
              onSubmit={(values, dropDraft) => {
                setSent(able(act));
                bulk.mutate(
                  { incidents: able(act).map(({ id }) => id), act: values },
                  { onSuccess: dropDraft },
                );
              }}
            />
          )
        )}
      </Modal>
    </div>
  );
}

type Result = { incident: string; ok: boolean; problem: string | null };

function BulkResults({
  sent,
  results,
}: {
  sent: readonly IncidentSummary[];
  results: readonly Result[];
}) {
  const { t } = useTranslation();
  const ok = results.filter((one) => one.ok).length;
  return (
    <>
      <p>
        <strong>{t("bulk.result", { ok, failed: results.length - ok })}</strong>
      </p>
      <table className="bulk-results">
        <tbody>
          {results
            .toSorted((a, b) => Number(a.ok) - Number(b.ok))
            .map((result) => {
              const incident = sent.find(({ id }) => id === result.incident);
              return (
                <tr key={result.incident}>
                  <th scope="row" className="figures">
                    {incident?.number ?? result.incident}
                  </th>
                  <td>{incident?.title}</td>
                  <td>{result.ok ? t("bulk.ok") : result.problem}</td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </>
  );
}
