import type { DeviceCredentials } from "@gezhi/contract/devices.ts";
import { Alert, App, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { z } from "zod";

type Props = { credentials: z.infer<typeof DeviceCredentials>; onClose: () => void };

/** The one time the password is seen; closing needs a deliberate click. */
export function CredentialsModal({ credentials, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { username, password, topic } = credentials;
  const copy = async () => {
    await navigator.clipboard.writeText(`${username}\n${password}\n${topic}`);
    void message.success(t("devices.copied"));
  };
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={t("devices.credentialsTitle")}
      footer={
        <>
          <Button onClick={() => void copy()}>{t("devices.copy")}</Button>
          <Button type="primary" onClick={onClose}>
            {t("devices.noted")}
          </Button>
        </>
      }
    >
      <Alert type="warning" showIcon title={t("devices.credentialsOnce")} />
      <dl className="facts device-credentials">
        {(["username", "password", "topic"] as const).map((name) => (
          <div key={name}>
            <dt>{t(`devices.fields.${name}`)}</dt>
            <dd>
              <code>{{ username, password, topic }[name]}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
