import { BellOutlined } from "@ant-design/icons";
import type { Notice } from "@gezhi/contract/notices.ts";
import { Badge, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../i18n/server-words.ts";
import { useNotices, useReadNotices } from "../notices.ts";
import { RelativeTime } from "../time.tsx";
import { EmptyState, ErrorState, LoadingState } from "../ui/states.tsx";
import { UrgencyTag } from "../ui/tags.tsx";

/** `onOpen` goes to what a notice speaks of: its incident, unless the act has a page of its own. */
export function NoticeBell({ onOpen }: { onOpen: (notice: Notice) => void }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const [open, setOpen] = useState(false);
  const notices = useNotices();
  const read = useReadNotices();
  const unread = notices.data?.pages[0]?.unread ?? 0;
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];

  function choose(notice: Notice): void {
    const { id, incident, act, readAt } = notice;
    if (!readAt) read.mutate({ ids: [id] });
    if (!incident && act !== "deputyMatter" && act !== "missedVisit") return;
    setOpen(false);
    onOpen(notice);
  }

  const list = notices.isPending ? (
    <LoadingState />
  ) : notices.error ? (
    <ErrorState error={notices.error} onRetry={() => void notices.refetch()} />
  ) : items.length === 0 ? (
    <EmptyState title={t("notices.empty")} />
  ) : (
    <ul className="notice-list">
      {items.map((notice) => (
        <li key={notice.id}>
          <button
            type="button"
            className={notice.readAt ? "notice" : "notice notice-unread"}
            onClick={() => choose(notice)}
          >
            <span className="notice-head">
              <UrgencyTag urgency={notice.urgency} />
              <strong>{words.notice(notice.title)}</strong>
              {!notice.readAt && <span className="visually-hidden">{t("notices.unread")}</span>}
            </span>
            <span>{words.noticeBody(notice.body)}</span>
            <span className="muted">
              <RelativeTime at={notice.at} />
            </span>
          </button>
        </li>
      ))}
      {notices.hasNextPage && (
        <li>
          <Button
            block
            type="text"
            loading={notices.isFetchingNextPage}
            onClick={() => void notices.fetchNextPage()}
          >
            {t("notices.more")}
          </Button>
        </li>
      )}
    </ul>
  );

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={
        <div className="notice-title">
          {t("notices.title")}
          {unread > 0 && (
            <Button size="small" type="link" onClick={() => read.mutate({ all: true })}>
              {t("notices.readAll")}
            </Button>
          )}
        </div>
      }
      content={<div className="notice-box">{list}</div>}
    >
      <Button type="text" aria-label={t("notices.open", { unread })} aria-expanded={open}>
        <Badge count={unread} size="small" overflowCount={99} aria-hidden>
          <BellOutlined aria-hidden style={{ fontSize: 18 }} />
        </Badge>
      </Button>
    </Popover>
  );
}
