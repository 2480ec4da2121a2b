import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Props = { name: string; username: string; password: string; onClose: () => void };

/** The only time this password is seen: it is kept nowhere, and its owner must change it at the first sign-in. */
export function FirstPassword({ name, username, password, onClose }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Modal
      open
      title={t("admin.people.firstPassword", { name })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t("admin.people.passwordNoted")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("admin.people.passwordOnce")} />
      <dl className="facts first-password">
        <div>
          <dt>{t("signIn.username")}</dt>
          <dd>
            <code>{username}</code>
          </dd>
        </div>
        <div>
          <dt>{t("signIn.password")}</dt>
          <dd>
            <code className="password">{password}</code>
            <Button
              size="small"
              icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
              onClick={() =>
                void navigator.clipboard.writeText(password).then(() => setCopied(true))
              }
            >
              {t(copied ? "admin.people.copied" : "admin.people.copy")}
            </Button>
          </dd>
        </div>
      </dl>
    </Modal>
  );
}
