import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../i18n/server-words.ts";
import { CategoryField } from "../../incidents/fields/CategoryField.tsx";
import { useCategories } from "../../incidents/incident-queries.ts";
import { useSuggestions } from "../../incidents/intake-queries.ts";
import type { DraftValues } from "./draft-values.ts";

const pauseMs = 600;

/** The text as it was when the typing paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

type Props = {
  text: string;
  category: DraftValues["category"];
  onChange: (category: DraftValues["category"]) => void;
};

/** What the words point to, with those words; one tap takes it. Choosing is never asked. */
export function CategoryChoice({ text, category, onChange }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const [all, setAll] = useState(false);
  const paused = usePaused(text.trim());
  const suggestions = useSuggestions(paused).data?.items;
  const shown = paused === "" ? [] : (suggestions ?? []);
  const categories = useCategories();
  const take = (code: string | undefined) => {
    const found = categories.data?.find((one) => one.code === code);
    onChange(found ? { code: found.code, name: found.name } : null);
  };
  return (
    <section className="phone-card" aria-label={t("phone.category.title")}>
      <h2>{t("phone.category.title")}</h2>
      {category ? (
        <div className="phone-chosen">
          <span>{t("phone.category.chosen", { name: words.category(category.name) })}</span>
          <Button
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t("phone.category.drop")}
            onClick={() => onChange(null)}
          />
        </div>
      ) : (
        <>
          {shown.length > 0 && (
            <div className="phone-choices">
              <p className="phone-note">{t("phone.category.suggested")}</p>
              {shown.map(({ code, name, group, words: because }) => (
                <button
                  key={code}
                  type="button"
                  className="phone-choice"
                  onClick={() => onChange({ code, name })}
                >
                  <strong>{words.category(name)}</strong>
                  <span>
                    {words.group(group)}
                    {because.length > 0 &&
                      ` · ${t("phone.category.because", { words: because.join("、") })}`}
                  </span>
                </button>
              ))}
            </div>
          )}
          {all ? (
            <CategoryField label={t("phone.category.other")} onChange={take} />
          ) : (
            <Button onClick={() => setAll(true)}>{t("phone.category.other")}</Button>
          )}
          <p className="phone-note">{t("phone.category.auto")}</p>
        </>
      )}
    </section>
  );
}
