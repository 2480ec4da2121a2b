import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { useEffect, type ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { i18n } from "./i18n/i18n.ts";
import { useDark, usePreferences } from "./preferences.ts";
import { queryClient } from "./query-client.ts";
import { themeOf } from "./theme.ts";

/** What all three entries stand on: data, language, theme. */
export function AppProviders({ children }: { children: ReactNode }) {
  const dark = useDark();
  const { language } = usePreferences();
  useEffect(() => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }, [dark]);
  useEffect(() => {
    void i18n.changeLanguage(language);
  }, [language]);
  return (
    <QueryClientProvider client={queryClient}>
      <I18nextProvider i18n={i18n}>
        <ConfigProvider
          theme={themeOf(dark)}
          locale={language === "en" ? enUS : zhCN}
          button={{ autoInsertSpace: false }}
        >
          <App style={{ height: "100%" }} message={{ maxCount: 3 }}>
            {children}
          </App>
        </ConfigProvider>
      </I18nextProvider>
    </QueryClientProvider>
  );
}
