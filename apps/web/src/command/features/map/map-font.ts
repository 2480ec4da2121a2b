import { useEffect, useState } from "react";

export const font = "Noto Sans SC Variable";
const patienceMs = 2_500;

let loading: Promise<unknown> | undefined;

/** Names of units use characters of nearly every slice of the font, so all of them are fetched, once. */
const loadFont = (): Promise<unknown> =>
  (loading ??= Promise.allSettled(
    [...document.fonts]
      .filter(({ family }) => family.replaceAll('"', "") === font)
      .map((face) => face.load()),
  ));

/**
 * 0: wait, 1: go. The map's text is not drawn again by itself when a slice arrives late: then the number grows once more,
 * and the map is made again.
 */
export function useFont(): number {
  const [step, setStep] = useState(0);
  useEffect(() => {
    let current = true;
    const advance = () => current && setStep((before) => before + 1);
    const timer = setTimeout(advance, patienceMs);
    const follow = async () => {
      await loadFont();
      clearTimeout(timer);
      advance();
    };
    void follow();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  return step;
}
