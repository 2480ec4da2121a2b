import { CloseOutlined } from "@ant-design/icons";
import type { Position } from "@gezhi/contract/units.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNearby } from "../../incidents/intake-queries.ts";
import { RelativeTime } from "../../time.tsx";
import type { DraftValues } from "./draft-values.ts";

type Props = {
  position: Position | undefined;
  category: string | undefined;
  follow: DraftValues["follow"];
  onFollow: (follow: DraftValues["follow"]) => void;
};

const most = 3;

/** "Already reported: follow it." Says nothing when there is nothing nearby. */
export function NearbyField({ position, category, follow, onFollow }: Props) {
  const { t } = useTranslation();
  const nearby = useNearby(follow ? undefined : position, category);
  if (follow) {
    return (
      <div className="phone-chosen">
        <span>{t("phone.nearby.following", { label: follow.label })}</span>
        <Button
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t("phone.nearby.drop")}
          onClick={() => onFollow(null)}
        />
      </div>
    );
  }
  const items = nearby.data ?? [];
  if (items.length === 0) return null;
  return (
    <section className="phone-card" aria-label={t("phone.nearby.title")}>
      <h2>{t("phone.nearby.title")}</h2>
      <p className="phone-note">{t("phone.nearby.hint")}</p>
      <ul className="phone-choices">
        {items.slice(0, most).map((item) => {
          const label = t("phone.nearby.item", {
            category: item.categoryName,
            metres: item.distanceM,
          });
          return (
            <li key={item.id} className="phone-row">
              <span className="phone-row-title">{label}</span>
              <span className="phone-row-line">
                <span>{item.statusText}</span>
                <RelativeTime at={item.openedAt} />
                <span>{t("phone.nearby.reports", { n: item.reports })}</span>
              </span>
              <Button onClick={() => onFollow({ id: item.id, label })}>
                {t("phone.nearby.follow")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
