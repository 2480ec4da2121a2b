import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { QueueRow } from "./QueueRow.tsx";
import { useSteadyScroll } from "./use-steady-scroll.ts";

type Props = {
  rows: readonly IncidentSummary[];
  open: string | undefined;
  at: string | undefined;
  /** The row somebody moved to; it is kept in view. */
  moved: string | undefined;
  checked: ReadonlySet<string>;
  onOpen: (id: string) => void;
  onCheck: (id: string) => void;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

export function QueueList({
  rows,
  open,
  at,
  moved,
  checked,
  onOpen,
  onCheck,
  hasMore,
  loadingMore,
  onMore,
}: Props) {
  const { t } = useTranslation();
  const { box, onScroll } = useSteadyScroll(rows);
  const end = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (moved)
      box.current
        ?.querySelector(`[data-id="${CSS.escape(moved)}"]`)
        ?.scrollIntoView({ block: "nearest" });
  }, [moved, box]);
  useEffect(() => {
    if (!end.current || !hasMore) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && !loadingMore) onMore();
      },
      { root: box.current, rootMargin: "400px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, loadingMore, onMore, box]);

  return (
    <div className="queue-list" ref={box} onScroll={onScroll}>
      <ol aria-label={t("desk.queue")}>
        {rows.map((incident) => (
          <QueueRow
            key={incident.id}
            incident={incident}
            open={incident.id === open}
            at={incident.id === at}
            checked={checked.has(incident.id)}
            onOpen={onOpen}
            onCheck={onCheck}
          />
        ))}
        {hasMore && (
          <li ref={end}>
            <Button block type="text" loading={loadingMore} onClick={onMore}>
              {t("desk.more")}
            </Button>
          </li>
        )}
      </ol>
    </div>
  );
}
