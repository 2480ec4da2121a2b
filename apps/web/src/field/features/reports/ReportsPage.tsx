import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { usePublicStatus } from "../../../shared/phone/ui/public-status.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { QueueRow } from "../../../shared/phone/ui/QueueRow.tsx";
import { useMe } from "../../../shared/session.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { myReportsQuery } from "../tasks/field-lists.ts";

/** What still waits on this phone first, then what arrived and what became of it. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { account } = useMe();
  const waiting = (useQueue(account) ?? []).filter(({ state }) => state !== "delivered");
  const reports = useInfiniteQuery(myReportsQuery);
  const publicStatus = usePublicStatus();
  return (
    <PhonePage title={t("field.home.reports")} back="/field" live>
      {waiting.length > 0 && (
        <>
          <h2 className="phone-heading">{t("field.reports.local")}</h2>
          <ul className="phone-list">
            {waiting.map((item) => (
              <li key={item.id}>
                <QueueRow item={item} to={`/field/kept/${item.id}`} />
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className="phone-heading">{t("field.reports.sent")}</h2>
      <QueryState query={reports}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <EmptyState title={t("field.reports.empty")} hint={t("field.home.reportHint")} />
            );
          return (
            <ul className="phone-list">
              {items.map(({ report, text, at, place, incident }) => (
                <li key={report}>
                  <Link to={`/field/incidents/${incident.id}`} className="phone-row">
                    <span className="phone-row-title">{text.slice(0, 60) || incident.title}</span>
                    <span>{publicStatus(incident)}</span>
                    <span className="phone-row-line">
                      <RelativeTime at={at} />
                      <span>{place}</span>
                      <span className="figures phone-number">{incident.number}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryState>
      {reports.hasNextPage && (
        <Button
          block
          loading={reports.isFetchingNextPage}
          onClick={() => void reports.fetchNextPage()}
        >
          {t("field.reports.more")}
        </Button>
      )}
    </PhonePage>
  );
}
