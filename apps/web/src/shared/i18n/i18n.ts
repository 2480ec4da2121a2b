import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    returnNull: false;
    resources: { translation: typeof zhCN };
  }
}

export const i18n = createInstance();

/** Called once by each entry, before the first render. */
export function startI18n(language: Language): void {
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: "zh-CN",
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { "zh-CN": { translation: zhCN }, en: { translation: en } },
  });
  document.documentElement.lang = language;
  i18n.on("languageChanged", (next) => {
    document.documentElement.lang = next;
  });
}
