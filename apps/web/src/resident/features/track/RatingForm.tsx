import { StarFilled, StarOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WordsField } from "../../../shared/phone/report/WordsField.tsx";
import type { ReceiptKey } from "../receipt/receipt-link.ts";
import { useRate } from "./use-progress.ts";

/** Stars, yes or no, and a word if one likes. */
export function RatingForm({ receipt }: { receipt: ReceiptKey }) {
  const { t } = useTranslation();
  const rate = useRate(receipt);
  const [stars, setStars] = useState(0);
  const [chosen, setChosen] = useState<boolean>();
  const [comment, setComment] = useState("");
  // Few stars mean no unless somebody says otherwise.
  const satisfied = chosen ?? (stars === 0 ? undefined : stars >= 3);
  const send = () => {
    if (stars === 0 || satisfied === undefined) return;
    const words = comment.trim();
    rate.mutate({ stars, satisfied, ...(words ? { comment: words } : {}) });
  };
  return (
    <section className="phone-card">
      <h2>{t("resident.rating.title")}</h2>
      <fieldset className="resident-stars" aria-label={t("resident.rating.stars")}>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} className={n <= stars ? "resident-star-on" : ""}>
            <input
              type="radio"
              name="stars"
              className="visually-hidden"
              checked={n === stars}
              onChange={() => setStars(n)}
            />
            <span className="visually-hidden">{t("resident.rating.star", { n })}</span>
            {n <= stars ? <StarFilled aria-hidden /> : <StarOutlined aria-hidden />}
          </label>
        ))}
      </fieldset>
      <div className="phone-pair">
        {[true, false].map((yes) => (
          <Button
            key={String(yes)}
            type={satisfied === yes ? "primary" : "default"}
            aria-pressed={satisfied === yes}
            onClick={() => setChosen(yes)}
          >
            {yes ? t("resident.rating.yes") : t("resident.rating.no")}
          </Button>
        ))}
      </div>
      <WordsField
        label={t("resident.rating.comment")}
        rows={2}
        max={2000}
        value={comment}
        onChange={setComment}
      />
      {stars === 0 && <p className="phone-note">{t("resident.rating.first")}</p>}
      {rate.error && <Alert type="error" showIcon title={rate.error.message} />}
      <Button
        type="primary"
        block
        disabled={stars === 0 || satisfied === undefined}
        loading={rate.isPending}
        onClick={send}
      >
        {t("resident.rating.send")}
      </Button>
    </section>
  );
}
