import type { Access, AccessList } from "@gezhi/contract/approvals.ts";
import { Link } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../shared/session.ts";
import { ExactTime, RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { AccessActions } from "./AccessActions.tsx";
import { useAccesses } from "./access-queries.ts";
import "./approvals.css";
import { listsFor } from "./approval-lists.ts";
import { AskAccessForm } from "./AskAccessForm.tsx";

type Props = { list: AccessList | undefined; onList: (list: AccessList) => void };

/** Who asked to see what of which incident, why, who decided, and until when. */
export function ApprovalsPage({ list, onList }: Props) {
  const { t } = useTranslation();
  const { appointments } = useMe();
  const roles = appointments.map(({ role }) => role);
  const lists = listsFor(roles);
  const shown = list && lists.includes(list) ? list : lists[0];
  const accesses = useAccesses(shown ?? "asked", shown !== undefined);
  if (!shown)
    return <EmptyState title={t("approvals.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className="approvals">
      <header className="approvals-head">
        <h1>{t("nav.approvals")}</h1>
        {lists.length > 1 && (
          <Segmented<AccessList>
            aria-label={t("nav.approvals")}
            value={shown}
            options={lists.map((value) => ({ value, label: t(`approvals.lists.${value}`) }))}
            onChange={onList}
          />
        )}
        <span className="muted">{t(`approvals.lines.${shown}`)}</span>
      </header>
      <div className="approvals-body">
        {shown === "asked" && roles.includes("cityOperator") && (
          <section className="approvals-ask" aria-label={t("approvals.ask.detail")}>
            <h2>{t("approvals.ask.detail")}</h2>
            <AskAccessForm opens="detail" />
          </section>
        )}
        <QueryState query={accesses} rows={6}>
          {({ pages }) => (
            <AccessTable
              list={shown}
              rows={pages.flatMap(({ items }) => items)}
              more={{
                has: accesses.hasNextPage,
                loading: accesses.isFetchingNextPage,
                load: () => void accesses.fetchNextPage(),
              }}
            />
          )}
        </QueryState>
      </div>
    </div>
  );
}

type TableProps = {
  list: AccessList;
  rows: readonly Access[];
  more: { has: boolean; loading: boolean; load: () => void };
};

function AccessTable({ list, rows, more }: TableProps) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t(`approvals.lists.${list}`)}
      rows={rows}
      keyOf={({ id }) => id}
      more={more}
      empty={<EmptyState title={t(`approvals.empty.${list}`)} />}
      columns={[
        {
          key: "incident",
          title: t("approvals.incident"),
          header: true,
          width: 260,
          render: (access) => <IncidentCell access={access} />,
        },
        {
          key: "opens",
          title: t("approvals.what"),
          width: 120,
          render: ({ opens }) => t(`approvals.kinds.${opens}`),
        },
        {
          key: "why",
          title: t("approvals.why"),
          render: ({ reason, askedBy, askedAt }) => (
            <>
              {reason}
              <br />
              <span className="muted">
                {list !== "asked" && `${askedBy} · `}
                <RelativeTime at={askedAt} />
              </span>
            </>
          ),
        },
        {
          key: "hours",
          title: t("approvals.howLong"),
          width: 120,
          align: "right",
          render: ({ hours, opens }) =>
            opens === "originals" ? (
              <>
                {t("approvals.look")}
                <br />
                <span className="muted">{t("approvals.lookWithin", { hours })}</span>
              </>
            ) : (
              t("time.hours", { hours })
            ),
        },
        {
          key: "status",
          title: t("approvals.status"),
          width: 230,
          render: (access) => <StatusCell access={access} />,
        },
        {
          key: "actions",
          title: <span className="visually-hidden">{t("approvals.actions")}</span>,
          width: 170,
          render: (access) => <AccessActions access={access} />,
        },
      ]}
    />
  );
}

function IncidentCell({ access }: { access: Access }) {
  const { t } = useTranslation();
  const { incident, number, title, unit, alarm } = access;
  return (
    <>
      {title === null ? (
        <span className="figures">{number}</span>
      ) : (
        <Link to="/incidents/$id" params={{ id: incident }} className="figures">
          {number}
        </Link>
      )}
      <br />
      <span className="muted">{title ?? unit.name}</span>
      {alarm !== null && title !== null && (
        <>
          {" "}
          <Link to="/alarms/$id" params={{ id: alarm }}>
            {t("approvals.ofAlarm")}
          </Link>
        </>
      )}
    </>
  );
}

function StatusCell({ access }: { access: Access }) {
  const { t } = useTranslation();
  const { status, decidedBy, decidedAt, endsAt, note, revokedBy, revokedAt, usedAt } = access;
  const by = status === "revoked" ? revokedBy : decidedBy;
  const at = status === "revoked" ? revokedAt : decidedAt;
  return (
    <>
      <span className="status-tag">{t(`approvals.statuses.${status}`)}</span>{" "}
      {status === "approved" && <RemainingTime dueAt={endsAt} />}
      {by && at && (
        <>
          <br />
          <span className="muted">
            {by} <ExactTime at={at} format="short" />
            {note && `：${note}`}
          </span>
        </>
      )}
      {(status === "approved" || status === "ended") && (
        <>
          <br />
          <span className="muted">
            {usedAt ? (
              <>
                {t("approvals.used")} <ExactTime at={usedAt} format="short" />
              </>
            ) : (
              t("approvals.unused")
            )}
          </span>
        </>
      )}
    </>
  );
}
