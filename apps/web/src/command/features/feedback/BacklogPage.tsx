import { FeedbackState, type Feedback } from "@gezhi/contract/feedback.ts";
import { Alert, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnswerFeedback, useFeedback } from "../../../shared/feedback/feedback-queries.ts";
import { formatTime } from "../../../shared/time.tsx";
import { DataTable } from "../../../shared/ui/DataTable.tsx";
import { EmptyState, QueryState } from "../../../shared/ui/states.tsx";
import "./feedback.css";

/** Wishes from every desk and phone, each answered here. */
export function BacklogPage() {
  const { t } = useTranslation();
  const [state, setState] = useState<FeedbackState | "all">("open");
  const [chosen, setChosen] = useState<string>();
  const query = useFeedback("backlog", state === "all" ? undefined : state);
  return (
    <div className="backlog">
      <header className="backlog-bar">
        <h1>{t("feedback.backlog")}</h1>
        <Select
          aria-label={t("feedback.state")}
          value={state}
          options={[
            ...FeedbackState.options.map((value) => ({
              value,
              label: t(`feedback.states.${value}`),
            })),
            { value: "all" as const, label: t("feedback.all") },
          ]}
          onChange={setState}
          style={{ width: 140 }}
        />
      </header>
      <QueryState query={query} rows={8}>
        {({ items }) => (
          <DataTable
            caption={t("feedback.backlog")}
            rows={items}
            keyOf={({ id }) => id}
            empty={<EmptyState title={t("feedback.none")} />}
            renderBelow={(row) => row.id === chosen && <AnswerForm item={row} />}
            columns={[
              {
                key: "text",
                title: t("feedback.text"),
                header: true,
                render: ({ text, answer }) => (
                  <span className="backlog-text">
                    {text}
                    {answer && <span className="muted">{answer}</span>}
                  </span>
                ),
              },
              { key: "unit", title: t("feedback.unit"), render: ({ unit }) => unit.name },
              { key: "page", title: t("feedback.page"), render: ({ page }) => page },
              {
                key: "at",
                title: t("feedback.at"),
                width: 150,
                render: ({ at }) => <span className="figures">{formatTime(at, "short")}</span>,
              },
              {
                key: "state",
                title: t("feedback.state"),
                width: 110,
                render: (row) => t(`feedback.states.${row.state}`),
              },
              {
                key: "answer",
                title: "",
                width: 90,
                render: ({ id }) => (
                  <Button
                    size="small"
                    aria-expanded={id === chosen}
                    onClick={() => setChosen(id === chosen ? undefined : id)}
                  >
                    {t("feedback.answer")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </QueryState>
    </div>
  );
}

type Values = { state: "planned" | "done" | "declined"; answer: string };

function AnswerForm({ item }: { item: Feedback }) {
  const { t } = useTranslation();
  const send = useAnswerFeedback(item.id);
  return (
    <Form<Values>
      layout="inline"
      initialValues={{ state: "planned" }}
      onFinish={(values) => send.mutate(values)}
    >
      <Form.Item name="state" label={t("feedback.state")}>
        <Select
          options={(["planned", "done", "declined"] as const).map((value) => ({
            value,
            label: t(`feedback.states.${value}`),
          }))}
          style={{ width: 140 }}
        />
      </Form.Item>
      <Form.Item
        name="answer"
        label={t("feedback.answer")}
        rules={[{ required: true, whitespace: true, min: 2, message: t("feedback.short") }]}
      >
        <Input maxLength={500} style={{ width: 380 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {t("feedback.send")}
      </Button>
      {send.error && <Alert type="error" showIcon title={send.error.message} />}
    </Form>
  );
}
