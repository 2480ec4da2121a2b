import type { MyPatrols } from "@gezhi/contract/patrols.ts";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { timeOrderedId } from "../../../shared/phone/queue/time-ordered-id.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { QueueStateTag } from "../../../shared/phone/ui/QueueStateTag.tsx";
import { serverNow } from "../../../shared/server-clock.ts";
import { useMe } from "../../../shared/session.ts";
import { ExactTime, formatTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { useMyPatrols } from "../../../shared/patrols/my-patrols.ts";
import { removePatrol } from "./patrol-queries.ts";
import { ToWalk } from "./ToWalk.tsx";
import { setUnderway, useUnderway } from "./underway.ts";

/** Begins a patrol, with or without a signal, and shows its walker all that is kept of them. */
export function PatrolPart() {
  const { t } = useTranslation();
  const mine = useMyPatrols();
  const { account } = useMe();
  const underway = useUnderway(account);
  return (
    <QueryState query={mine}>
      {(data) =>
        data.units.length === 0 ? (
          <EmptyState title={t("patrols.field.noUnit")} />
        ) : (
          <>
            <ToWalk account={account} items={data.toWalk} busy={underway !== null} />
            {!underway && <Start account={account} {...data} />}
            <Own account={account} items={data.items} />
          </>
        )
      }
    </QueryState>
  );
}

function Start({ account, units, duties }: { account: string } & MyPatrols) {
  const { t } = useTranslation();
  const [unit, setUnit] = useState(units[0]?.code);
  const [duty, setDuty] = useState(duties[0]?.code);
  const start = () => {
    const chosen = duties.find(({ code }) => code === duty);
    if (!unit || !chosen) return;
    setUnderway(account, {
      id: timeOrderedId(),
      unit,
      duty: chosen.code,
      task: chosen.task,
      startedAt: serverNow(),
      track: [],
    });
  };
  return (
    <section className="phone-card" aria-label={t("patrols.field.title")}>
      <label htmlFor="patrol-duty">{t("patrols.field.what")}</label>
      <Select
        id="patrol-duty"
        value={duty ?? null}
        options={duties.map(({ code, task, frequency }) => ({
          value: code,
          label: t("patrols.field.frequency", { task, frequency }),
        }))}
        onChange={(next: string | null) => next && setDuty(next)}
      />
      {units.length > 1 && (
        <>
          <label htmlFor="patrol-unit">{t("patrols.field.where")}</label>
          <Select
            id="patrol-unit"
            value={unit ?? null}
            options={units.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(next: typeof unit | null) => next && setUnit(next)}
          />
        </>
      )}
      <Button type="primary" block onClick={start}>
        {t("patrols.field.start")}
      </Button>
      <p className="phone-note">{t("patrols.field.promise")}</p>
    </section>
  );
}

function Own({ account, items }: { account: string } & Pick<MyPatrols, "items">) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const waiting = (useQueue(account) ?? []).filter(
    (item) => item.kind === "patrol" && item.state !== "delivered",
  );
  const ended = items.filter(({ id }) => !waiting.some((item) => id.endsWith(item.id)));
  async function remove(id: string): Promise<void> {
    try {
      await removePatrol(id);
      void message.success(t("patrols.field.removed"));
    } catch {
      void message.warning(t("patrols.field.notRemoved"));
    }
    await client.invalidateQueries({ queryKey: ["my-patrols"] });
  }
  return (
    <>
      <h2 className="phone-heading">{t("patrols.field.mine")}</h2>
      {waiting.length + ended.length === 0 && (
        <p className="phone-note">{t("patrols.field.none")}</p>
      )}
      <ul className="phone-list">
        {waiting.map((item) => (
          <li key={item.id}>
            <section className="phone-card">
              <h2>{item.kind === "patrol" && item.title}</h2>
              <p className="phone-row-line">
                <span className="figures">{formatTime(item.keptAt, "short")}</span>
                <QueueStateTag item={item} />
              </p>
            </section>
          </li>
        ))}
        {ended.map(({ id, duty, unit, startedAt, state, lengthM }) => (
          <li key={id}>
            <section className="phone-card" aria-label={duty.task}>
              <h2>
                <span>{duty.task}</span>
                <span className="phone-note">{t(`patrols.states.${state}`)}</span>
              </h2>
              <p className="phone-row-line">
                <span>{unit.name}</span>
                <ExactTime at={startedAt} format="short" />
                <span className="figures">
                  {t("patrols.km", { n: (lengthM / 1000).toFixed(1) })}
                </span>
              </p>
              {state !== "underWay" && (
                <Popconfirm
                  title={t("patrols.field.removeSure")}
                  okText={t("patrols.field.remove")}
                  cancelText={t("phone.cancel")}
                  okButtonProps={{ danger: true }}
                  onConfirm={() => void remove(id)}
                >
                  <Button danger>{t("patrols.field.remove")}</Button>
                </Popconfirm>
              )}
            </section>
          </li>
        ))}
      </ul>
    </>
  );
}
