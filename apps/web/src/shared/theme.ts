import { theme as antdTheme, type ThemeConfig } from "antd";

const fontFamily =
  '"Noto Sans SC Variable", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';

/** antd derives muddy grounds from the dark text colours that contrast asks for. */
const tints = {
  colorErrorBg: "#fff1f0",
  colorErrorBorder: "#ffa39e",
  colorSuccessBg: "#f6ffed",
  colorSuccessBorder: "#b7eb8f",
  colorWarningBg: "#fffbe6",
  colorWarningBorder: "#ffe58f",
};

/** antd's tokens. Colours of our own (urgency, surfaces) are CSS variables in styles/base.css. */
export const themeOf = (dark: boolean): ThemeConfig => ({
  algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
  components: { Select: { optionSelectedBg: dark ? "#1d3154" : "#dfeafc" } },
  token: {
    colorPrimary: "#0958d9",
    ...(dark ? {} : { colorPrimaryHover: "#1a62d6" }),
    colorInfo: "#0958d9",
    colorLink: dark ? "#7cb3ff" : "#0958d9",
    ...(dark
      ? {}
      : {
          colorTextDescription: "#595f69",
          colorTextTertiary: "#595f69",
          colorTextPlaceholder: "#6b7280",
        }),
    ...(dark
      ? {
          colorTextDescription: "#a9b0bb",
          colorTextTertiary: "#a9b0bb",
          colorTextPlaceholder: "#9aa1ac",
        }
      : {}),
    ...(dark ? {} : tints),
    colorError: dark ? "#ff7875" : "#cf1322",
    colorSuccess: dark ? "#73d13d" : "#237804",
    colorWarning: dark ? "#ffc53d" : "#ad6800",
    fontFamily,
    fontSize: 14,
    borderRadius: 4,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
  },
});
