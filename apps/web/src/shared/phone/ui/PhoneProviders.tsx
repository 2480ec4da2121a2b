import { App, ConfigProvider } from "antd";
import { useEffect, type ReactNode } from "react";
import { useDark, usePreferences } from "../../preferences.ts";
import "./phone.css";
import "./phone-forms.css";

/** Sizes for thumbs and for eyes that read without glasses; `largeType` once more for elderly people. */
export function PhoneProviders({ children }: { children: ReactNode }) {
  const { largeType } = usePreferences();
  const dark = useDark();
  useEffect(() => {
    const { classList } = document.documentElement;
    classList.add("phone");
    classList.toggle("phone-large", largeType);
  }, [largeType]);
  const fontSize = largeType ? 22 : 17;
  return (
    <ConfigProvider
      componentSize="large"
      theme={{
        token: {
          fontSize,
          fontSizeLG: fontSize,
          fontSizeSM: fontSize - 2,
          controlHeight: largeType ? 52 : 44,
          controlHeightLG: largeType ? 62 : 52,
          controlHeightSM: largeType ? 48 : 44,
          // A finger leaves no hover behind, but browsers act as if; the lighter blue is too light to read.
          colorPrimaryHover: dark ? "#7cb3ff" : "#003eb3",
          borderRadius: 8,
          borderRadiusLG: 10,
        },
        components: { Switch: { trackHeight: 32, trackMinWidth: 58, handleSize: 28 } },
      }}
    >
      <App component={false} message={{ maxCount: 2, top: 64 }}>
        {children}
      </App>
    </ConfigProvider>
  );
}
