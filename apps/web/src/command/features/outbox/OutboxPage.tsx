import {
  BellOutlined,
  CarOutlined,
  GlobalOutlined,
  MessageOutlined,
  PhoneOutlined,
} from "@ant-design/icons";
import { Channel, OutboxMessage } from "@gezhi/contract/notices.ts";
import { pageOf } from "@gezhi/contract/problem.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../shared/api.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import "./outbox.css";

type Props = {
  channel: Channel | undefined;
  onChannel: (channel: Channel | undefined) => void;
};

const icons: Record<Channel, ReactNode> = {
  inApp: <BellOutlined aria-hidden />,
  webPush: <GlobalOutlined aria-hidden />,
  sms: <MessageOutlined aria-hidden />,
  voice: <PhoneOutlined aria-hidden />,
  ownerCall: <CarOutlined aria-hidden />,
};
const OutboxAnswer = pageOf(OutboxMessage);

const useOutbox = (channel: Channel | undefined) =>
  useInfiniteQuery({
    queryKey: ["outbox", channel],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(OutboxAnswer, "/outbox", {
        query: { channel, after: pageParam, limit: 100 },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });

/** What was handed to the message adapters. In a demo nothing leaves the machine, and each line says so. */
export function OutboxPage({ channel, onChannel }: Props) {
  const { t } = useTranslation();
  const outbox = useOutbox(channel);
  return (
    <div className="outbox">
      <header className="outbox-head">
        <h1>{t("outbox.title")}</h1>
        <Segmented<Channel | "all">
          aria-label={t("outbox.channel")}
          value={channel ?? "all"}
          options={(["all", ...Channel.options] as const).map((value) => ({
            value,
            label:
              value === "all" ? (
                t("outbox.all")
              ) : (
                <>
                  {icons[value]} {t(`outbox.channels.${value}`)}
                </>
              ),
          }))}
          onChange={(value) => onChannel(value === "all" ? undefined : value)}
        />
        <span className="muted">{t("outbox.line")}</span>
      </header>
      <QueryState query={outbox} rows={10}>
        {({ pages }) => (
          <DataTable
            caption={t("outbox.title")}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ id }) => id}
            empty={<EmptyState title={t("outbox.none")} hint={t("outbox.noneHint")} />}
            more={{
              has: outbox.hasNextPage,
              loading: outbox.isFetchingNextPage,
              load: () => void outbox.fetchNextPage(),
            }}
            columns={[
              {
                key: "at",
                title: t("outbox.at"),
                width: 110,
                render: ({ at }) => <RelativeTime at={at} />,
              },
              {
                key: "channel",
                title: t("outbox.channel"),
                width: 120,
                render: ({ channel: of }) => (
                  <>
                    {icons[of]} {t(`outbox.channels.${of}`)}
                  </>
                ),
              },
              {
                key: "to",
                title: t("outbox.to"),
                width: 180,
                header: true,
                render: ({ to }) => <span className="figures">{to}</span>,
              },
              { key: "text", title: t("outbox.text"), render: ({ text }) => text },
              {
                key: "status",
                title: t("outbox.status"),
                width: 200,
                render: ({ status, simulated, error }) => (
                  <span className="outbox-status">
                    <span className="status-tag">{t(`outbox.statuses.${status}`)}</span>
                    {simulated && <SimulatedTag />}
                    {error && <span>{error}</span>}
                  </span>
                ),
              },
              {
                key: "attempts",
                title: t("outbox.attempts"),
                width: 64,
                align: "right",
                render: ({ attempts }) => attempts,
              },
            ]}
          />
        )}
      </QueryState>
    </div>
  );
}
