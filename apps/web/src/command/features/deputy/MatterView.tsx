import { CloseOutlined } from "@ant-design/icons";
import type { AnswerMatter, DeputyMatterDetail } from "@gezhi/contract/deputies.ts";
import { Alert, App, Button, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { ExactTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag } from "../../../shared/ui/tags.tsx";
import { useAnswerMatter, useMatter } from "./deputy-queries.ts";

/** One matter in plain words, without persons, and the deputy's answer. */
export function MatterView({ id, onClose }: { id: string; onClose: () => void }) {
  const matter = useMatter(id);
  return (
    <QueryState query={matter} rows={8}>
      {(detail) => <Loaded matter={detail} onClose={onClose} />}
    </QueryState>
  );
}

function Loaded({ matter, onClose }: { matter: DeputyMatterDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useServerWords();
  return (
    <article className="matter">
      <header>
        <p className="matter-line">
          <span className="figures">{matter.number}</span>
          <span className="status-tag">{words.sentence(matter.statusText)}</span>
          {matter.simulated && <SimulatedTag />}
          <Button
            className="matter-close"
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t("incident.close")}
            onClick={onClose}
          />
        </p>
        <h2>{words.category(matter.categoryName)}</h2>
        <p className="muted">{matter.place}</p>
      </header>
      <p>
        {t("deputy.sentBy", { by: matter.sentBy })} <ExactTime at={matter.sentAt} format="short" />
        {matter.note && <>：{matter.note}</>}
      </p>
      <section>
        <h3>{t("deputy.steps")}</h3>
        <ol className="matter-steps">
          {matter.steps.map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <ExactTime at={at} format="short" /> {words.sentence(text)}
            </li>
          ))}
        </ol>
        {matter.result && (
          <p>
            <strong>{t("deputy.result")}</strong> {matter.result}
          </p>
        )}
      </section>
      <section>
        <h3>{t("deputy.answer")}</h3>
        {matter.answer && (
          <p>
            {t(matter.answer.satisfied ? "actFields.satisfiedYes" : "actFields.satisfiedNo")} ·{" "}
            {t("actForm.star", { n: matter.answer.stars })}
            {matter.answer.comment && ` · ${matter.answer.comment}`}{" "}
            <span className="muted">
              <ExactTime at={matter.answer.at} format="short" />
            </span>
          </p>
        )}
        <AnswerForm matter={matter} />
      </section>
    </article>
  );
}

function AnswerForm({ matter }: { matter: DeputyMatterDetail }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<AnswerMatter>();
  const answer = useAnswerMatter(matter.id);
  const required = [{ required: true, message: t("actForm.choose") }];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={(values) =>
        answer.mutate(
          { ...values, comment: values.comment ?? "" },
          {
            onSuccess: () => {
              form.resetFields();
              void message.success(t("deputy.sent"));
            },
          },
        )
      }
    >
      {!matter.ended && <p className="muted">{t("deputy.stillOpen")}</p>}
      <Form.Item name="satisfied" label={t("actFields.satisfied")} rules={required}>
        <Radio.Group
          options={[
            { value: true, label: t("actFields.satisfiedYes") },
            { value: false, label: t("actFields.satisfiedNo") },
          ]}
        />
      </Form.Item>
      <Form.Item name="stars" label={t("actFields.stars")} rules={required}>
        <Radio.Group
          options={[1, 2, 3, 4, 5].map((n) => ({ value: n, label: t("actForm.star", { n }) }))}
        />
      </Form.Item>
      <Form.Item name="comment" label={t("deputy.comment")}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      {answer.error && <Alert type="error" showIcon title={answer.error.message} />}
      <Button type="primary" htmlType="submit" loading={answer.isPending}>
        {t(matter.answer ? "deputy.again" : "deputy.submit")}
      </Button>
    </Form>
  );
}
