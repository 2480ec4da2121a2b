import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import type { InboxItem } from "../../../shared/incidents/answers.ts";
import { useInbox, usePerformAct } from "../../../shared/incidents/incident-queries.ts";
import { OrderStatusTag } from "../../../shared/incidents/OrderStatusTag.tsx";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import "../desk/desk.css";
import { useKeys } from "../desk/use-keys.ts";
import { IncidentView } from "../incident/IncidentView.tsx";
import "./inbox.css";

type Props = {
  incident: string | undefined;
  act: string | undefined;
  onOpen: (incident: string | undefined, act?: string) => void;
};

/** Only what is mine, why it is mine and how long I have. */
export function InboxPage({ incident, act, onOpen }: Props) {
  const { t } = useTranslation();
  const inbox = useInbox();
  const items = inbox.data?.pages.flatMap((page) => page.items) ?? [];
  const [cursor, setCursor] = useState<string>();
  const at =
    items.find(({ workOrder }) => workOrder.id === cursor) ??
    items.find((item) => item.incident.id === incident);
  const move = (step: number) => {
    const next =
      items[Math.max(0, Math.min(items.length - 1, (at ? items.indexOf(at) : -1) + step))];
    if (next) setCursor(next.workOrder.id);
  };
  // What is open goes before the row that the cursor moved on to.
  const toAccept = incident
    ? items.find((item) => item.incident.id === incident && mayDo("accept", item))
    : at && mayDo("accept", at)
      ? at
      : undefined;
  const accept = useAccept(toAccept?.incident.id ?? "");
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    a: () => toAccept && accept.run(toAccept.workOrder.id),
    Enter: () => at && onOpen(at.incident.id),
    Escape: () => (act ? onOpen(incident) : onOpen(undefined)),
  });
  return (
    <div className={`desk inbox${incident ? " desk-with-incident" : ""}`}>
      <section className="desk-queue" aria-label={t("inbox.title")}>
        <h1 className="inbox-title">{t("inbox.title")}</h1>
        <QueryState query={inbox} rows={8}>
          {() =>
            items.length === 0 ? (
              <EmptyState title={t("inbox.empty")} hint={t("desk.emptyHint")} />
            ) : (
              <div className="queue-list">
                <ol aria-label={t("inbox.title")}>
                  {items.map((item) => (
                    <InboxRow
                      key={item.workOrder.id}
                      item={item}
                      at={item === at}
                      open={item.incident.id === incident}
                      onOpen={(form) => {
                        setCursor(item.workOrder.id);
                        onOpen(item.incident.id, form);
                      }}
                    />
                  ))}
                </ol>
                {inbox.hasNextPage && (
                  <Button
                    block
                    type="text"
                    loading={inbox.isFetchingNextPage}
                    onClick={() => void inbox.fetchNextPage()}
                  >
                    {t("desk.more")}
                  </Button>
                )}
              </div>
            )
          }
        </QueryState>
      </section>
      <section className="desk-pane pane" aria-label={t("desk.pane")}>
        {incident ? (
          <IncidentView
            key={incident}
            id={incident}
            act={act}
            onAct={(next) => onOpen(incident, next)}
            onIncident={(other) => onOpen(other)}
            onClose={() => onOpen(undefined)}
          />
        ) : (
          <EmptyState title={t("desk.nothingOpen")} />
        )}
      </section>
    </div>
  );
}

const mayDo = (act: "accept" | "feedback", { workOrder, incident }: InboxItem): boolean =>
  incident.actions.some((action) => action.act === act && action.workOrder === workOrder.id);

function useAccept(incident: string) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { mutate, isPending } = usePerformAct(incident);
  const run = (workOrder: InboxItem["workOrder"]["id"]) =>
    mutate(
      { act: "accept", workOrder },
      {
        onSuccess: () => void message.success(t("actForm.done", { act: t("acts.accept") })),
        onError: (problem) => void message.warning(problem.message),
      },
    );
  return { run, isPending };
}

type RowProps = { item: InboxItem; at: boolean; open: boolean; onOpen: (act?: string) => void };

function InboxRow({ item, at, open, onOpen }: RowProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { workOrder, incident } = item;
  const accept = useAccept(incident.id);
  const mayAccept = mayDo("accept", item);
  const mayFeedBack = mayDo("feedback", item);
  return (
    <li
      className={`queue-row inbox-row${at ? " queue-row-at" : ""}${open ? " queue-row-open" : ""}`}
      data-id={workOrder.id}
    >
      <button
        type="button"
        className="queue-open"
        aria-current={open ? "true" : undefined}
        onClick={() => onOpen()}
      >
        <span className="queue-line">
          <UrgencyTag urgency={incident.urgency} />
          <span className="queue-title">{words.what(incident)}</span>
          <RemainingTime dueAt={workOrder.dueAt} suspended={incident.status === "suspended"} />
        </span>
        <span className="queue-line queue-place">
          <span>{incident.address || incident.unit.name}</span>
          {workOrder.whistle && (
            <span className="status-tag">{t(`incident.whistle.${workOrder.whistle.kind}`)}</span>
          )}
          <OrderStatusTag workOrder={workOrder} incident={incident} />
        </span>
        {workOrder.reasons.length > 0 && (
          <span className="inbox-why">
            {t("inbox.why", { text: workOrder.reasons.map(words.sentence).join("；") })}
          </span>
        )}
        {workOrder.instructions && (
          <span className="inbox-why">
            {t("inbox.instructions", { text: workOrder.instructions })}
          </span>
        )}
        <span className="queue-line muted">
          <span className="queue-facts">
            <span className="figures">{incident.number}</span>
            {incident.simulated && <SimulatedTag />}
            <span className="queue-lead">
              {t(`incident.${workOrder.part}`)} · {workOrder.handlerName}
            </span>
          </span>
          <span className="queue-age">
            <RelativeTime at={workOrder.dispatchedAt} />
          </span>
        </span>
      </button>
      {(mayAccept || mayFeedBack) && (
        <span className="inbox-acts">
          {mayAccept ? (
            <Button
              key="accept"
              type="primary"
              loading={accept.isPending}
              onClick={() => accept.run(workOrder.id)}
            >
              {t("acts.accept")}
            </Button>
          ) : (
            <Button key="feedback" onClick={() => onOpen(`feedback~${workOrder.id}`)}>
              {t("acts.feedback")}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
