import type { SearchHit } from "@gezhi/contract/search.ts";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../../shared/api.ts";
import { usePhoneSearch } from "./search-queries.ts";

type Props = { phone: string; onOpen: (hit: SearchHit) => void };

/** A number is asked for on purpose, with a reason, and never while somebody types. */
export function PhoneForm({ phone, onOpen }: Props) {
  const { t } = useTranslation();
  const { mutate, data, error, isPending } = usePhoneSearch();
  return (
    <section className="search-phone" aria-label={t("search.phone.title")}>
      <h3>{t("search.phone.title")}</h3>
      <p>{t("search.phone.line")}</p>
      <Form
        layout="inline"
        requiredMark={false}
        onFinish={({ reason }: { reason: string }) => mutate({ phone, reason })}
      >
        <Form.Item
          name="reason"
          label={t("search.phone.reason")}
          rules={[
            { required: true, min: 4, whitespace: true, message: t("search.phone.reasonMissing") },
          ]}
        >
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t("search.phone.find")}
        </Button>
      </Form>
      <output>
        {error && (isProblem(error, "forbidden") ? t("search.phone.refused") : error.message)}
        {data?.hits.length === 0 && t("search.phone.none")}
      </output>
      <ul>
        {data?.hits.map((hit) => (
          <li key={hit.id}>
            <Button type="link" onClick={() => onOpen(hit)}>
              {hit.line} {hit.title}
            </Button>
            <span className="search-hit-where">{hit.where}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
