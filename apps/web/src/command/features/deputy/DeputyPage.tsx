import type { DeputyMatter } from "@gezhi/contract/deputies.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useMe } from "../../../shared/session.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import "./deputy.css";
import { useMatters } from "./deputy-queries.ts";
import { MatterView } from "./MatterView.tsx";

type Props = { matter: string | undefined; onMatter: (matter: string | undefined) => void };

/** Matters sent to a deputy (人大代表): how they go, and the deputy's word on them. */
export function DeputyPage({ matter, onMatter }: Props) {
  const { t } = useTranslation();
  const mine = useMe().screens.includes("deputy");
  const matters = useMatters();
  if (!mine) return <EmptyState title={t("deputy.notYours")} hint={t("states.forbiddenHint")} />;
  return (
    <div className={`deputy${matter ? " deputy-with-matter" : ""}`}>
      <section className="deputy-list" aria-label={t("nav.deputy")}>
        <h1>{t("nav.deputy")}</h1>
        <p className="muted">{t("deputy.line")}</p>
        <QueryState query={matters} rows={6}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            return rows.length === 0 ? (
              <EmptyState title={t("deputy.none")} hint={t("deputy.noneHint")} />
            ) : (
              <ol>
                {rows.map((row) => (
                  <MatterRow
                    key={row.id}
                    matter={row}
                    open={row.id === matter}
                    onOpen={() => onMatter(row.id)}
                  />
                ))}
              </ol>
            );
          }}
        </QueryState>
        {matters.hasNextPage && (
          <Button
            size="small"
            loading={matters.isFetchingNextPage}
            onClick={() => void matters.fetchNextPage()}
          >
            {t("table.more")}
          </Button>
        )}
      </section>
      <section className="deputy-pane" aria-label={t("deputy.detail")}>
        {matter ? (
          <MatterView key={matter} id={matter} onClose={() => onMatter(undefined)} />
        ) : (
          <EmptyState title={t("deputy.nothingOpen")} />
        )}
      </section>
    </div>
  );
}

type RowProps = { matter: DeputyMatter; open: boolean; onOpen: () => void };

function MatterRow({ matter, open, onOpen }: RowProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { categoryName, place, statusText, number, sentAt, answer, simulated } = matter;
  return (
    <li>
      <button
        type="button"
        className="matter-row"
        aria-current={open ? "true" : undefined}
        onClick={onOpen}
      >
        <span className="matter-line">
          <strong>{words.category(categoryName)}</strong>
          <span className="status-tag">{words.sentence(statusText)}</span>
        </span>
        <span>{place}</span>
        <span className="matter-line muted">
          <span className="figures">{number}</span>
          {simulated && <SimulatedTag />}
          <span>{answer ? t("deputy.answered") : t("deputy.unanswered")}</span>
          <RelativeTime at={sentAt} />
        </span>
      </button>
    </li>
  );
}
