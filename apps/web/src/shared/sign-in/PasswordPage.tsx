import { Alert, App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useChangePassword, useMe, useSignOut } from "../session.ts";
import "./sign-in.css";

type Values = { current: string; next: string; again: string };

/** `forced`: the first password must be replaced before anything else is shown. */
export function PasswordPage({ forced = false }: { forced?: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const me = useMe();
  const change = useChangePassword();
  const signOut = useSignOut();
  const submit = ({ current, next }: Values) =>
    change.mutate(
      { current, next },
      { onSuccess: () => void message.success(t("password.changed")) },
    );
  return (
    <main className="sign-in">
      <section className="sign-in-card" aria-labelledby="password-title">
        <h1 id="password-title">{t("password.title")}</h1>
        {forced && <p>{t("password.forced", { name: me.name })}</p>}
        {change.error && <Alert type="error" showIcon title={change.error.message} />}
        <Form<Values> layout="vertical" requiredMark={false} onFinish={submit}>
          <input type="text" autoComplete="username" value={me.username} readOnly hidden />
          <Form.Item
            name="current"
            label={t("password.current")}
            rules={[{ required: true, message: t("signIn.passwordMissing") }]}
          >
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Form.Item
            name="next"
            label={t("password.next")}
            extra={t("password.rule")}
            rules={[{ required: true, min: 10, message: t("password.rule") }]}
          >
            <Input.Password autoComplete="new-password" size="large" />
          </Form.Item>
          <Form.Item
            name="again"
            label={t("password.again")}
            dependencies={["next"]}
            rules={[
              { required: true, message: t("password.again") },
              ({ getFieldValue }) => ({
                validator: (_rule, value) =>
                  value === getFieldValue("next")
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("password.differs"))),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={change.isPending}>
            {t("password.submit")}
          </Button>
        </Form>
        {forced && (
          <Button type="link" onClick={() => signOut.mutate(false)}>
            {t("account.signOut")}
          </Button>
        )}
      </section>
    </main>
  );
}
