import type { AuditEntry } from "@gezhi/contract/audit.ts";
import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { zhCN } from "../../../shared/i18n/zh-CN.ts";
import { ExactTime, formatTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";

type Props = {
  rows: readonly AuditEntry[];
  onActor: (account: string) => void;
  onSubject: (subject: string) => void;
  more: { has: boolean; loading: boolean; load: () => void };
};

const { acts } = zhCN.audit;
const known = (act: string): act is keyof typeof acts => Object.hasOwn(acts, act);
const actWords = (t: TFunction, act: string) => {
  const name = act.replaceAll(".", "_");
  return known(name) ? t(`audit.acts.${name}`) : act;
};

const { details } = zhCN.audit;
const named = (name: string): name is keyof typeof details => Object.hasOwn(details, name);

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
function detailText(value: unknown): string {
  if (typeof value === "string") return instant.test(value) ? formatTime(value) : value;
  if (Array.isArray(value)) return value.map(detailText).join("、");
  return JSON.stringify(value);
}

/** What people call the subject, when the entry says so. */
const nameIn = ({ number, username }: AuditEntry["detail"], subject: string): string =>
  [number, username].find((name) => typeof name === "string") ?? subject;

export function AuditTable({ rows, onActor, onSubject, more }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  return (
    <DataTable
      caption={t("nav.audit")}
      rows={rows}
      keyOf={({ id }) => id}
      onRow={({ id }) => setOpen(open === id ? undefined : id)}
      selected={({ id }) => id === open}
      more={more}
      renderBelow={(row) => row.id === open && <Detail entry={row} />}
      columns={[
        {
          key: "at",
          title: t("audit.at"),
          width: 170,
          header: true,
          render: ({ id, at }) => (
            <button
              type="button"
              className="text-button"
              aria-expanded={id === open}
              onClick={() => setOpen(open === id ? undefined : id)}
            >
              <ExactTime at={at} />
            </button>
          ),
        },
        {
          key: "actor",
          title: t("audit.actor"),
          width: 130,
          render: ({ actor, account }) =>
            account ? (
              <button type="button" className="text-button" onClick={() => onActor(account)}>
                {actor}
              </button>
            ) : (
              actor
            ),
        },
        {
          key: "act",
          title: t("audit.act"),
          width: 180,
          render: ({ act }) => actWords(t, act),
        },
        { key: "unit", title: t("audit.unit"), width: 140, render: ({ unitName }) => unitName },
        {
          key: "subject",
          title: t("audit.subject"),
          render: ({ subject, account, detail }) => (
            <button
              title={subject}
              type="button"
              className="text-button audit-subject figures"
              onClick={() => onSubject(subject)}
            >
              {subject === account ? t("audit.self") : nameIn(detail, subject)}
            </button>
          ),
        },
        { key: "reason", title: t("audit.reason"), render: ({ reason }) => reason ?? "—" },
      ]}
    />
  );
}

function Detail({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const lines = Object.entries(entry.detail).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return (
    <dl className="audit-detail">
      <div>
        <dt>{t("audit.actCode")}</dt>
        <dd>
          <code>{entry.act}</code>
        </dd>
      </div>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{named(name) ? t(`audit.details.${name}`) : name}</dt>
          <dd className="figures">{detailText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
