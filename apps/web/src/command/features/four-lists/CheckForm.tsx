import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import type { ListAsked, ListCheckResult } from "@gezhi/contract/four-lists.ts";
import { Alert, Button, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCheck } from "./list-queries.ts";

const signs = {
  allowed: <CheckCircleFilled aria-hidden />,
  refused: <CloseCircleFilled aria-hidden />,
  unlisted: <QuestionCircleFilled aria-hidden />,
};

/** Question and answer stand on one screen. */
export function CheckForm() {
  const { t } = useTranslation();
  const check = useCheck();
  const [asked, setAsked] = useState<ListAsked>("proof");
  const [text, setText] = useState("");
  const ask = (item?: string) =>
    check.mutate({ asked, text: text.trim(), ...(item ? { item } : {}) });
  return (
    <div className="four-lists-check">
      <p className="muted">{t("fourLists.line")}</p>
      <Form layout="vertical" onFinish={() => ask()}>
        <Segmented
          aria-label={t("fourLists.asked")}
          value={asked}
          options={(["proof", "task"] as const).map((value) => ({
            value,
            label: t(`fourLists.askedKinds.${value}`),
          }))}
          onChange={(next) => {
            setAsked(next);
            check.reset();
          }}
        />
        <Form.Item
          label={t(asked === "proof" ? "fourLists.proofText" : "fourLists.taskText")}
          htmlFor="four-lists-text"
        >
          <div className="four-lists-ask">
            <Input
              id="four-lists-text"
              size="large"
              value={text}
              maxLength={500}
              autoComplete="off"
              placeholder={t(asked === "proof" ? "fourLists.proofHint" : "fourLists.taskHint")}
              onChange={({ target }) => {
                setText(target.value);
                check.reset();
              }}
            />
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              loading={check.isPending}
              disabled={text.trim().length < 2}
            >
              {t("fourLists.check")}
            </Button>
          </div>
        </Form.Item>
      </Form>
      <div aria-live="polite">
        {check.error && <Alert type="error" showIcon title={check.error.message} />}
        {check.data && <Answer asked={asked} result={check.data} onItem={ask} />}
      </div>
    </div>
  );
}

type Props = { asked: ListAsked; result: ListCheckResult; onItem: (code: string) => void };

function Answer({ asked, result, onItem }: Props) {
  const { t } = useTranslation();
  const { answer, item, alternative, others, unit, version } = result;
  const because = item?.list ?? (asked === "proof" ? "proofsNone" : "taskNone");
  return (
    <section className={`four-lists-answer four-lists-${answer}`}>
      <h2>
        {signs[answer]} {t(`fourLists.byAnswer.${asked}.${answer}`)}
      </h2>
      <dl className="four-lists-facts">
        {item && (
          <div>
            <dt>{t("fourLists.item")}</dt>
            <dd>
              {item.code} {item.name}
            </dd>
          </div>
        )}
        <div>
          <dt>{t("fourLists.because")}</dt>
          <dd>{t(`fourLists.reasons.${because}`)}</dd>
        </div>
        {item?.basis && (
          <div>
            <dt>{t("fourLists.basis")}</dt>
            <dd>{item.basis}</dd>
          </div>
        )}
        {alternative && (
          <div className="four-lists-instead">
            <dt>{t("fourLists.instead")}</dt>
            <dd>{alternative}</dd>
          </div>
        )}
      </dl>
      {others.length > 0 && (
        <p className="four-lists-others">
          {t("fourLists.others")}{" "}
          {others.map(({ code, name }) => (
            <Button key={code} size="small" onClick={() => onItem(code)}>
              {name}
            </Button>
          ))}
        </p>
      )}
      <p className="muted">{t("fourLists.version", { unit: unit.name, version })}</p>
    </section>
  );
}
