import type { Notice } from "@gezhi/contract/notices.ts";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNotices, useReadNotices } from "../../../shared/notices.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { RelativeTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { More } from "../tasks/TasksPage.tsx";
import { Settings } from "./Settings.tsx";

export function NoticesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const notices = useNotices();
  const read = useReadNotices();
  const unread = notices.data?.pages[0]?.unread ?? 0;

  function open({ id, incident, readAt }: Notice): void {
    if (!readAt) read.mutate({ ids: [id] });
    if (incident) void navigate({ to: "/field/incidents/$id", params: { id: incident } });
  }

  return (
    <PhonePage title={t("field.home.notices")} back="/field" live>
      <h2 className="phone-heading">{t("field.notices.title")}</h2>
      <QueryState query={notices}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <EmptyState title={t("field.notices.empty")} />;
          return (
            <>
              {unread > 0 && (
                <Button onClick={() => read.mutate({ all: true })}>
                  {t("field.notices.readAll")}
                </Button>
              )}
              <ul className="phone-list">
                {items.map((notice) => (
                  <li key={notice.id}>
                    <button type="button" className="phone-row" onClick={() => open(notice)}>
                      <span className="phone-row-line">
                        <UrgencyTag urgency={notice.urgency} />
                        <RelativeTime at={notice.at} />
                        {!notice.readAt && <strong>{t("notices.unread")}</strong>}
                      </span>
                      <span className="phone-row-title">{notice.title}</span>
                      <span>{notice.body}</span>
                    </button>
                  </li>
                ))}
              </ul>
              <More query={notices} />
            </>
          );
        }}
      </QueryState>
      <Settings />
    </PhonePage>
  );
}
