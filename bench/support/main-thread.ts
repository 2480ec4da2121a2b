import type { Page } from "playwright-core";

/** What one stretch of script held the main thread for, and how much of that the software drawing took. */
export type Stretch = {
  at: number;
  /** All of it, as the browser attributes it. */
  ms: number;
  /** Of that, inside calls of WebGL: in this browser they wait for a rasteriser on the same cores. */
  drawingMs: number;
  invoker: string;
  source: string;
};
export type Frame = { at: number; ms: number; blockedMs: number };

/**
 * Notes each long animation frame with its scripts, and the time spent inside calls of WebGL by wrapping them; runs in the
 * page before anything else.
 */
export const watchMainThread = `(() => {
  const noted = { frames: [], stretches: [] };
  globalThis.mainThread = noted;
  const calls = [];
  for (const name of Object.getOwnPropertyNames(WebGL2RenderingContext.prototype)) {
    const kept = Object.getOwnPropertyDescriptor(WebGL2RenderingContext.prototype, name);
    if (typeof kept.value !== "function") continue;
    WebGL2RenderingContext.prototype[name] = function (...given) {
      const began = performance.now();
      try {
        return kept.value.apply(this, given);
      } finally {
        const ms = performance.now() - began;
        if (ms > 0.05) calls.push([began, ms]);
      }
    };
  }
  new PerformanceObserver((list) => {
    for (const frame of list.getEntries()) {
      noted.frames.push({ at: frame.startTime, ms: frame.duration, blockedMs: frame.blockingDuration });
      for (const script of frame.scripts) {
        const end = script.startTime + script.duration;
        const drawingMs = calls.reduce((sum, [at, ms]) => (at >= script.startTime && at < end ? sum + ms : sum), 0);
        noted.stretches.push({
          at: script.startTime,
          ms: script.duration,
          drawingMs: Math.min(script.duration, drawingMs),
          invoker: script.invokerType + " " + script.invoker,
          source: script.sourceURL.split("/").at(-1) + " " + script.sourceFunctionName,
        });
      }
    }
    while (calls.length > 0 && calls[0][0] < performance.now() - 30_000) calls.shift();
  }).observe({ type: "long-animation-frame", buffered: true });
})()`;

export const readMainThread = (page: Page) =>
  page.evaluate<{ frames: Frame[]; stretches: Stretch[] }>("globalThis.mainThread");

export const ownMs = ({ ms, drawingMs }: Stretch): number => ms - drawingMs;
