import { AuditPage as Answer, AuditSubject } from "@gezhi/contract/audit.ts";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { useMe } from "../../../shared/session.ts";
import { UnitField } from "../../../shared/units/UnitField.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import type { AuditSearch } from "./audit-routes.tsx";
import { AuditTable } from "./AuditTable.tsx";
import "./audit.css";

type Props = { search: AuditSearch; onSearch: (search: AuditSearch) => void };

const dayMs = 86_400_000;
/** Midnight in Beijing. */
const startOf = (date: string | undefined) => date && `${date}T00:00:00+08:00`;
const endOf = (date: string | undefined) =>
  date && new Date(Date.parse(`${date}T00:00:00+08:00`) + dayMs).toISOString();

const useAudit = ({ from, to, ...filter }: AuditSearch) =>
  useInfiniteQuery({
    queryKey: ["audit", filter, from, to],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(Answer, "/audit", {
        query: { ...filter, from: startOf(from), to: endOf(to), after: pageParam, limit: 100 },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

/** Who did what, newest first. */
export function AuditPage({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const audit = useAudit(search);
  const within =
    me.appointments.find(({ role }) => role === "auditor" || role === "sysAdmin")?.unit ?? "";
  const all = me.appointments.some(({ role }) => role === "auditor");
  const set = (change: AuditSearch) => onSearch({ ...search, ...change });
  const filtered = Object.values(search).some((value) => value !== undefined);
  const rows = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  const actor = rows.find(({ account }) => account === search.account)?.actor;
  return (
    <div className="audit">
      <header className="audit-head">
        <h1>{t("nav.audit")}</h1>
        <UnitField
          label={t("audit.unit")}
          placeholder={t("audit.unit")}
          allowClear
          within={within}
          value={search.unit}
          onChange={(unit) => set({ unit })}
          width={200}
        />
        <Select
          allowClear
          aria-label={t("audit.kind")}
          placeholder={t("audit.kind")}
          value={search.kind ?? null}
          options={AuditSubject.options.map((value) => ({
            value,
            label: t(`audit.kinds.${value}`),
          }))}
          onChange={(kind: AuditSubject | null) => set({ kind: kind ?? undefined })}
          style={{ width: 130 }}
        />
        <label className="audit-date">
          {t("audit.from")}
          <Input
            type="date"
            value={search.from ?? ""}
            max={search.to}
            onChange={({ target }) => set({ from: target.value || undefined })}
          />
        </label>
        <label className="audit-date">
          {t("audit.to")}
          <Input
            type="date"
            value={search.to ?? ""}
            min={search.from}
            onChange={({ target }) => set({ to: target.value || undefined })}
          />
        </label>
        {search.account && (
          <Button onClick={() => set({ account: undefined })}>
            {t("audit.onlyActor", { name: actor ?? search.account.slice(0, 8) })} ✕
          </Button>
        )}
        {search.subject && (
          <Button onClick={() => set({ subject: undefined })}>
            {t("audit.onlySubject", { subject: search.subject })} ✕
          </Button>
        )}
        {filtered && (
          <Button type="link" onClick={() => onSearch({})}>
            {t("desk.clear")}
          </Button>
        )}
      </header>
      <p className="muted">{t(all ? "audit.lineAuditor" : "audit.lineAdmin")}</p>
      <QueryState query={audit} rows={12}>
        {() =>
          rows.length === 0 ? (
            <EmptyState title={t("audit.none")} />
          ) : (
            <AuditTable
              rows={rows}
              onActor={(account) => set({ account })}
              onSubject={(subject) => set({ subject })}
              more={{
                has: audit.hasNextPage,
                loading: audit.isFetchingNextPage,
                load: () => void audit.fetchNextPage(),
              }}
            />
          )
        }
      </QueryState>
    </div>
  );
}
