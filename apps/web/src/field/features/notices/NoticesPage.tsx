import type { Notice } from "@gezhi/contract/notices.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useNotices, useReadNotices } from "../../../shared/notices.ts";
import { useOnline } from "../../../shared/phone/ui/use-online.ts";
import { PhonePage } from "../../../shared/phone/ui/PhonePage.tsx";
import { RelativeTime } from "../../../shared/time.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { More } from "../tasks/TasksPage.tsx";
import { Settings } from "./Settings.tsx";

const parts = ["notices", "settings"] as const;

export function NoticesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { part = "notices" } = useSearch({ strict: false });
  return (
    <PhonePage title={t("field.home.notices")} back="/field" live>
      <Segmented
        block
        aria-label={t("field.home.notices")}
        value={part}
        options={parts.map((one) => ({ value: one, label: t(`field.${one}.title`) }))}
        onChange={(next) =>
          void navigate({ to: "/field/notices", search: { part: next }, replace: true })
        }
      />
      {part === "settings" ? <Settings /> : <Notices />}
    </PhonePage>
  );
}

function Notices() {
  const { t } = useTranslation();
  const words = useServerWords();
  const navigate = useNavigate();
  const notices = useNotices();
  const read = useReadNotices();
  const online = useOnline();
  const unread = notices.data?.pages[0]?.unread ?? 0;

  function open({ id, incident, readAt, act }: Notice): void {
    if (!readAt) read.mutate({ ids: [id] });
    if (incident) void navigate({ to: "/field/incidents/$id", params: { id: incident } });
    else if (act === "missedVisit")
      void navigate({ to: "/field/tasks", search: { list: "visits" } });
  }

  return (
    <QueryState query={notices}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0)
          return (
            <EmptyState title={t("field.notices.empty")} hint={t("field.notices.emptyHint")} />
          );
        return (
          <>
            {unread > 0 && online && (
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
                    <span className="phone-row-title">{words.notice(notice.title)}</span>
                    <span>{words.noticeBody(notice.body)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <More query={notices} />
          </>
        );
      }}
    </QueryState>
  );
}
