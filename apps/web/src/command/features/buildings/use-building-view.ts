import { useCallback, useState, useSyncExternalStore } from "react";
import { usePreferences } from "../../../shared/preferences.ts";
import { flatBecause } from "./building-mode-rules.ts";

const reducedQuery = window.matchMedia("(prefers-reduced-motion: reduce)");
const subscribe = (listener: () => void) => {
  reducedQuery.addEventListener("change", listener);
  return () => reducedQuery.removeEventListener("change", listener);
};

export type BuildingView = ReturnType<typeof useBuildingView>;

/** Whether houses stand, and why they do not. */
export function useBuildingView(on: boolean, plain: boolean) {
  const { flatBuildings: setting } = usePreferences();
  const reducedMotion = useSyncExternalStore(subscribe, () => reducedQuery.matches);
  const [slow, setSlow] = useState(false);
  const [insisted, setInsisted] = useState(false);
  const why = flatBecause({ plain, setting, reducedMotion, slow, insisted });
  return {
    standing: on && why === undefined,
    why,
    /** Whoever wants it nevertheless is not overruled again. */
    watched: !insisted,
    onSlow: useCallback(() => setSlow(true), []),
    insist: useCallback(() => setInsisted(true), []),
  };
}
