import "./no-eval.ts";
import "@fontsource-variable/noto-sans-sc/index.css";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { AppProviders } from "./AppProviders.tsx";
import { sweepDrafts } from "./incidents/drafts.ts";
import { startI18n } from "./i18n/i18n.ts";
import { preferences } from "./preferences.ts";
import "./styles/base.css";

/** First line of every entry: draws `app` into the page with everything it stands on. */
export function startApp(app: ReactNode): void {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  sweepDrafts(Date.now());
  startI18n(preferences().language);
  createRoot(root).render(
    <StrictMode>
      <AppProviders>{app}</AppProviders>
    </StrictMode>,
  );
}
