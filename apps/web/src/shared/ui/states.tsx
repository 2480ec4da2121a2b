import { CloudSyncOutlined, InboxOutlined, WarningOutlined } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../api.ts";
import { formatTime } from "../time.tsx";

type EmptyProps = { title: string; hint?: string; action?: ReactNode };
export const EmptyState = ({ title, hint, action }: EmptyProps) => (
  <div className="state">
    <InboxOutlined aria-hidden style={{ fontSize: 28 }} />
    <p className="state-title">{title}</p>
    {hint && <p>{hint}</p>}
    {action}
  </div>
);

export function LoadingState({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <output aria-label={t("states.loading")} style={{ display: "block", padding: 16 }}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </output>
  );
}

export function ErrorState({ error, onRetry }: { error: Error | null; onRetry?: () => void }) {
  const { t } = useTranslation();
  const hint = isProblem(error, "forbidden")
    ? t("states.forbiddenHint")
    : isProblem(error, "not_found")
      ? t("states.notFoundHint")
      : undefined;
  return (
    <div className="state" role="alert">
      <WarningOutlined aria-hidden style={{ fontSize: 28 }} />
      <p className="state-title">{error?.message ?? t("errors.unknown")}</p>
      {hint && <p>{hint}</p>}
      {onRetry && <Button onClick={onRetry}>{t("states.retry")}</Button>}
    </div>
  );
}

/** Old data are better than none, as long as they say how old they are. */
export function StaleNotice({
  since,
  error,
  onRetry,
}: {
  since: number;
  error: Error;
  onRetry?: () => void;
}) {
  const { t } = useTranslation();
  // The page says already that there is no network, and goes on by itself when there is one.
  const away = isProblem(error, "offline") && !navigator.onLine;
  return (
    <output className="stale">
      <CloudSyncOutlined aria-hidden />
      <span>
        {away
          ? t("states.kept", { at: formatTime(since, "short") })
          : t("states.stale", { at: formatTime(since, "short"), reason: error.message })}
      </span>
      {onRetry && !away && (
        <Button size="small" type="link" onClick={onRetry}>
          {t("states.retry")}
        </Button>
      )}
    </output>
  );
}

type QueryStateProps<T> = {
  query: Pick<UseQueryResult<T>, "data" | "error" | "isPending" | "dataUpdatedAt" | "refetch">;
  children: (data: T) => ReactNode;
  rows?: number;
};

/** Loading, error, stale and content of one query, in the same words everywhere. */
export function QueryState<T>({ query, children, rows = 4 }: QueryStateProps<T>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.error && (
          <StaleNotice since={query.dataUpdatedAt} error={query.error} onRetry={retry} />
        )}
        {children(query.data)}
      </>
    );
  }
  return query.isPending ? (
    <LoadingState rows={rows} />
  ) : (
    <ErrorState error={query.error} onRetry={retry} />
  );
}
