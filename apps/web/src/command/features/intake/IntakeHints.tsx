import type { Position } from "@gezhi/contract/units.ts";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useLocated, useNearby, useSuggestions } from "../../../shared/incidents/intake-queries.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";

type SuggestionProps = {
  text: string;
  chosen: string | undefined;
  onChoose: (category: string) => void;
};

/** Proposals say which words they rest on; the person decides. */
export function SuggestionList({ text, chosen, onChoose }: SuggestionProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data } = useSuggestions(text);
  if (!text || !data || data.items.length === 0) return null;
  const { items, urgencyHints } = data;
  return (
    <section className="intake-hints" aria-label={t("intake.suggestions")}>
      <p className="muted">{t("intake.suggestions")}</p>
      <ul>
        {items.map((item) => (
          <li key={item.code}>
            <button
              type="button"
              aria-pressed={item.code === chosen}
              onClick={() => onChoose(item.code)}
            >
              <UrgencyTag urgency={item.urgency} />
              <strong>{words.category(item.name)}</strong>
              <span className="muted">{words.group(item.group)}</span>
              {item.words.length > 0 && (
                <span className="muted">{t("intake.words", { words: item.words.join("、") })}</span>
              )}
              <span className="muted figures">
                {t("intake.confidence", { percent: `${Math.round(item.confidence * 100)}%` })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {urgencyHints.raise > 0 && (
        <p>{t("intake.raise", { words: urgencyHints.words.join("、"), n: urgencyHints.raise })}</p>
      )}
    </section>
  );
}

export function LocatedLine({ position }: { position: Position | undefined }) {
  const { t } = useTranslation();
  const located = useLocated(position);
  if (!position || located.isPending) return null;
  return (
    <output className="intake-located">
      {located.error
        ? located.error.message
        : located.data
          ? t("intake.located", { place: located.data.map(({ name }) => name).join(" ") })
          : t("intake.notLocated")}
    </output>
  );
}

type NearbyProps = {
  position: Position | undefined;
  category: string | undefined;
  follow: string | undefined;
  onFollow: (incident: string | undefined) => void;
};

/** "Already reported": following joins this call to what is known instead of opening a second one. */
export function NearbyList({ position, category, follow, onFollow }: NearbyProps) {
  const { t } = useTranslation();
  const { data: items = [] } = useNearby(position, category);
  if (items.length === 0) return null;
  return (
    <section className="intake-hints" aria-label={t("intake.nearby")}>
      <p className="muted">{t("intake.nearby")}</p>
      <ul>
        {items.map((item) => {
          const chosen = item.id === follow;
          return (
            <li key={item.id} className="intake-nearby">
              {item.thumbnail && <img src={item.thumbnail} alt="" />}
              <span>
                {t("intake.nearbyLine", {
                  category: item.categoryName,
                  status: item.statusText,
                  distance: Math.round(item.distanceM),
                  n: item.reports,
                })}{" "}
                <RelativeTime at={item.openedAt} />
                {chosen && <strong> {t("intake.following")}</strong>}
              </span>
              <Button
                size="small"
                aria-pressed={chosen}
                onClick={() => onFollow(chosen ? undefined : item.id)}
              >
                {t(chosen ? "intake.unfollow" : "intake.follow")}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
