import { Button, Form, Input, Space } from "antd";
import { useTranslation } from "react-i18next";

type NamingProps = {
  codeHint: string;
  english: string;
  /** A row keeps its code: others name it. */
  isNew: boolean;
  needed: { required: boolean; message: string }[];
};

/** Code, name and English name of a row of a document. */
export function RowNaming({ codeHint, english, isNew, needed }: NamingProps) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="code" label={t("configuration.fields.code")} extra={codeHint} rules={needed}>
        <Input maxLength={6} disabled={!isNew} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t("configuration.fields.name")} rules={needed}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="english" label={english}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** What ends the form of a row: taken over, or left; where it may only be read, closed. */
export function RowButtons({ edits, onCancel }: { edits: boolean; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <Space className="rule-buttons">
      {edits && (
        <Button type="primary" htmlType="submit">
          {t("configuration.rowDone")}
        </Button>
      )}
      <Button disabled={false} onClick={onCancel}>
        {t(edits ? "configuration.rowCancel" : "sensing.rules.close")}
      </Button>
    </Space>
  );
}
