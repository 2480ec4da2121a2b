import type { Action, Incident } from "@gezhi/contract/incidents.ts";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { actFormOf, type Act } from "../../../shared/incidents/act-forms.ts";
import { buildAct } from "../../../shared/incidents/act-values.ts";
import type { ActItem } from "../../../shared/phone/queue/queue-items.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { QueueRow } from "../../../shared/phone/ui/QueueRow.tsx";
import { useMe } from "../../../shared/session.ts";
import { keepActOn } from "./keep-act.ts";

/** Done with the tap; what could be added to them is not asked in the field. */
const atOnce: readonly Action["act"][] = ["accept", "arrive"];
/** Can be done again while the last one still waits. */
const repeatable: readonly Action["act"][] = ["progress", "note", "urge"];

/** The next step first; reporting on the way is there for who needs it. */
const stepFirst = (one: Action, other: Action): number =>
  Number(one.act === "progress") - Number(other.act === "progress");

const isSame = (one: Action, other: Action): boolean =>
  one.act === other.act && one.workOrder === other.workOrder && one.request === other.request;

/** Exactly what the server allows, without what waits on this phone already. */
export function ActionButtons({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { account } = useMe();
  const [more, setMore] = useState(false);
  const waiting = (useQueue(account) ?? []).filter(
    (item): item is ActItem =>
      item.kind === "act" && item.incident === incident.id && item.state !== "delivered",
  );
  const offered = incident.actions.filter(
    (action) =>
      repeatable.includes(action.act) || !waiting.some((item) => isSame(item.action, action)),
  );
  const main = offered
    .filter(({ act }) => actFormOf(act as Act).tone === "main")
    .toSorted(stepFirst);
  const others = offered.filter((action) => !main.includes(action));

  function perform(action: Action): void {
    const { act, ...rest } = action;
    if (!atOnce.includes(act)) {
      void navigate({
        to: "/field/incidents/$id/$act",
        params: { id: incident.id, act },
        search: rest,
      });
      return;
    }
    const built = buildAct(action, {});
    if ("act" in built) void keepActOn({ account, incident, action, act: built.act });
  }
  const button = (action: Action, primary: boolean) => (
    <Button
      key={`${action.act}/${action.workOrder ?? ""}/${action.request ?? ""}/${action.side ?? ""}`}
      block
      type={primary ? "primary" : "default"}
      onClick={() => perform(action)}
    >
      {t(`acts.${action.act as Act}`)}
      {nameOf(incident, action)}
    </Button>
  );

  return (
    <section className="phone-card field-acts" aria-label={t("field.incident.todo")}>
      {waiting.map((item) => (
        <QueueRow key={item.id} item={item} to={`/field/kept/${item.id}`} />
      ))}
      {main.map((action, index) => button(action, index === 0))}
      {main.length === 0 && waiting.length === 0 && <p>{t("field.incident.waiting")}</p>}
      {others.length > 0 &&
        (more ? (
          others.map((action) => button(action, false))
        ) : (
          <Button type="text" block aria-expanded={false} onClick={() => setMore(true)}>
            {t("field.incident.more")}
          </Button>
        ))}
    </section>
  );
}

/** Whose work order it is, when there are several. */
function nameOf(incident: Incident, { workOrder }: Action): string {
  const order = incident.workOrders.find(({ id }) => id === workOrder);
  const several = incident.actions.some(
    (action) => action.workOrder && action.workOrder !== workOrder,
  );
  return order && several ? ` · ${order.handlerName}` : "";
}
