import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

type Props = {
  count: number;
  /** The browser refused to keep the draft. */
  unsaved: boolean;
  shown: boolean;
  stale: boolean;
  onShow: () => void;
  onPublish: () => void;
  onDrop: () => void;
};

export function DraftBar({ count, unsaved, shown, stale, onShow, onPublish, onDrop }: Props) {
  const { t } = useTranslation();
  return (
    <section className="draft-bar no-print" aria-label={t("configuration.draft")}>
      <strong>{t("configuration.draft")}</strong>
      <output className="figures">{t("configuration.draftChanges", { n: count })}</output>
      <span className="muted">
        {t(unsaved ? "configuration.draftUnsaved" : "configuration.draftSaved")}
      </span>
      <span className="document-buttons">
        <Button disabled={count === 0} aria-expanded={shown} onClick={onShow}>
          {t("configuration.showChanges")}
        </Button>
        <Button type="primary" disabled={count === 0 || stale} onClick={onPublish}>
          {t("configuration.publishDraft")}
        </Button>
        {count === 0 ? (
          <Button onClick={onDrop}>{t("configuration.endDraft")}</Button>
        ) : (
          <Popconfirm
            title={t("configuration.dropSure", { n: count })}
            okText={t("configuration.drop")}
            onConfirm={onDrop}
          >
            <Button danger>{t("configuration.drop")}</Button>
          </Popconfirm>
        )}
      </span>
    </section>
  );
}
