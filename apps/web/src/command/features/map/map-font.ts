import { useEffect, useState } from "react";

export const font = "Noto Sans SC Variable";
const patienceMs = 2_500;
const greatPatienceMs = 30_000;

let figures: Promise<unknown> | undefined;
let names: Promise<unknown> | undefined;

/** One small slice: with it every count can be drawn. */
const loadFigures = (): Promise<unknown> =>
  (figures ??= document.fonts.load(`400 12px "${font}"`, "0123456789k/").catch(() => undefined));

/** Names of units use characters of nearly every slice of the font, so all of them are fetched, once. */
const loadNames = (): Promise<unknown> =>
  (names ??= Promise.allSettled(
    [...document.fonts]
      .filter(({ family }) => family.replaceAll('"', "") === font)
      .map((face) => face.load()),
  ));

/** Whether the map can be made: its counts have their font, or have waited long enough for it. */
export function useFigureFont(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let current = true;
    const go = () => current && setReady(true);
    const timer = setTimeout(go, patienceMs);
    void loadFigures().then(go);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  return ready;
}

/**
 * Whether names can be drawn, which need a hundred slices: fetched after the map's own tiles, so as not to stand in their
 * way. Text is not drawn again by itself when a slice arrives later than patience lasts: then `edition` grows, and the map
 * is made again.
 */
export function useNameFont(
  mayBegin: boolean,
  patient = false,
): { ready: boolean; edition: number } {
  const [state, setState] = useState({ ready: false, edition: 0 });
  useEffect(() => {
    if (!mayBegin) return undefined;
    let current = true;
    const advance = () =>
      current &&
      setState(({ ready, edition }) => ({ ready: true, edition: ready ? edition + 1 : edition }));
    const timer = setTimeout(advance, patient ? greatPatienceMs : patienceMs);
    const follow = async () => {
      await loadNames();
      clearTimeout(timer);
      advance();
    };
    void follow();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [mayBegin, patient]);
  return state;
}
