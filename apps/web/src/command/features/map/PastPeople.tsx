import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

type Props = {
  /** Why this person looks; undefined: not said yet, and nothing is asked for. */
  reason: string | undefined;
  onReason: (reason: string) => void;
};

/** Where people were is shown to whoever says why, on record. */
export function PastPeople({ reason, onReason }: Props) {
  const { t } = useTranslation();
  if (reason !== undefined)
    return <p className="muted map-note">{t("cityMap.playback.peopleShown", { reason })}</p>;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="map-reason"
      aria-label={t("cityMap.playback.peopleAsk")}
      onFinish={({ why }: { why: string }) => onReason(why.trim())}
    >
      <p className="muted map-note">{t("cityMap.playback.peopleAsk")}</p>
      <Form.Item
        name="why"
        label={t("cityMap.playback.peopleReason")}
        rules={[
          {
            required: true,
            whitespace: true,
            min: 4,
            message: t("cityMap.playback.peopleReasonMissing"),
          },
        ]}
      >
        <Input
          size="small"
          maxLength={300}
          autoComplete="off"
          placeholder={t("cityMap.playback.peopleReasonHint")}
        />
      </Form.Item>
      <Button size="small" htmlType="submit">
        {t("cityMap.playback.peopleGo")}
      </Button>
    </Form>
  );
}
