import { LoginOutlined } from "@ant-design/icons";
import type { Role } from "@gezhi/contract/identity.ts";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useDemoAccounts, useDemoSignIn, useSignIn, useSignInOptions } from "../session.ts";
import { SimulatedTag } from "../ui/tags.tsx";
import "./sign-in.css";

export function SignInPage({ expired }: { expired: boolean }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const options = useSignInOptions();
  const returnTo = window.location.pathname + window.location.search;
  const error = signIn.error ?? options.error;
  return (
    <main className="sign-in">
      <section className="sign-in-card" aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">{t("product.name")}</h1>
        <p className="muted">{t("product.line")}</p>
        {expired && !error && <Alert type="warning" showIcon title={t("signIn.expired")} />}
        {error && <Alert type="error" showIcon title={error.message} />}
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={(values: { username: string; password: string }) => signIn.mutate(values)}
        >
          <Form.Item
            name="username"
            label={t("signIn.username")}
            rules={[{ required: true, message: t("signIn.usernameMissing") }]}
          >
            <Input autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item
            name="password"
            label={t("signIn.password")}
            rules={[{ required: true, message: t("signIn.passwordMissing") }]}
          >
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
            {t("signIn.submit")}
          </Button>
        </Form>
        {options.data?.oidc && (
          <Button
            block
            size="large"
            icon={<LoginOutlined />}
            href={`/api/oidc/start?returnTo=${encodeURIComponent(returnTo)}`}
          >
            {t("signIn.oidc", { name: options.data.oidc.name })}
          </Button>
        )}
      </section>
      {options.data?.demo && <DemoAccounts />}
    </main>
  );
}

/** Who works on a phone, most of all first: nobody else has anything to do there. */
const onPhones: readonly Role[] = [
  "gridWorker",
  "partTimeGridWorker",
  "gridGuide",
  "gridHead",
  "communitySecretary",
  "postHolder",
];
const rankOnPhone = ({ role }: { role: Role }): number =>
  onPhones.includes(role) ? onPhones.indexOf(role) : onPhones.length;

function DemoAccounts() {
  const { t } = useTranslation();
  const accounts = useDemoAccounts(true);
  const enter = useDemoSignIn();
  const inField = window.location.pathname.startsWith("/field");
  const shown = inField
    ? accounts.data?.toSorted((a, b) => rankOnPhone(a) - rankOnPhone(b))
    : accounts.data;
  return (
    <section className="sign-in-card sign-in-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">
        {t("signIn.demoTitle")} <SimulatedTag />
      </h2>
      <p className="muted">{t("signIn.demoLine")}</p>
      {enter.error && <Alert type="error" showIcon title={enter.error.message} />}
      <ul className="demo-accounts">
        {shown?.map((account) => (
          <li key={account.username}>
            <button
              type="button"
              disabled={enter.isPending}
              onClick={() => enter.mutate(account.username)}
            >
              <strong>{t(`roles.${account.role}`)}</strong>
              <span>
                {account.unitName} · {account.name}
              </span>
              <span className="muted">{account.line}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
