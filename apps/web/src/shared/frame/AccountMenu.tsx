import { DownOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FeedbackDialog } from "../feedback/FeedbackDialog.tsx";
import { setPreferences, usePreferences } from "../preferences.ts";
import { useMe, useSignOut } from "../session.ts";

type Props = {
  /** Where the password is changed; the entry that has no such page leaves it out. */
  onPassword?: () => void;
};

export function AccountMenu({ onPassword }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { theme } = usePreferences();
  const signOut = useSignOut();
  const [wishing, setWishing] = useState(false);
  const items: NonNullable<MenuProps["items"]> = [
    {
      key: "who",
      type: "group",
      label: me.appointments
        .map((one) => `${one.unitName} · ${one.postName ?? t(`roles.${one.role}`)}`)
        .join(" / "),
    },
    {
      key: "language",
      label: t("account.language"),
      onClick: () => setPreferences({ language: i18n.language === "en" ? "zh-CN" : "en" }),
    },
    {
      key: "theme",
      label: t("account.theme"),
      children: (["light", "dark", "system"] as const).map((choice) => ({
        key: choice,
        label: `${t(`account.${choice}`)}${theme === choice ? " ✓" : ""}`,
        onClick: () => setPreferences({ theme: choice }),
      })),
    },
    { type: "divider" },
    { key: "feedback", label: t("feedback.button"), onClick: () => setWishing(true) },
    ...(onPassword ? [{ key: "password", label: t("account.password"), onClick: onPassword }] : []),
    { key: "out", label: t("account.signOut"), onClick: () => signOut.mutate(false) },
    {
      key: "everywhere",
      label: t("account.signOutEverywhere"),
      onClick: () => signOut.mutate(true),
    },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button
          type="text"
          icon={<UserOutlined aria-hidden />}
          aria-label={`${t("account.menu")}: ${me.name}`}
        >
          <span className="account-name">{me.name}</span> <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      {wishing && <FeedbackDialog onClose={() => setWishing(false)} />}
    </>
  );
}
