import { useCallback, useEffect, useRef, useState } from "react";
import { serverNow } from "../../../shared/server-clock.ts";
import { advance, clampInstant, type Speed } from "./playback-rules.ts";

export type Playback = ReturnType<typeof usePlayback>;

const tickMs = 1_000;
const writeMs = 400;

/**
 * The instant the map shows; undefined is now. `busy`: the picture of this instant is still on its way, and play waits
 * for it. The address is written when somebody stops or moves, not with each step.
 */
export function usePlayback(first: string | undefined, write: (at: string | undefined) => void) {
  const [at, setAt] = useState(() =>
    first === undefined ? undefined : clampInstant(Date.parse(first), serverNow()),
  );
  const [speed, setSpeed] = useState<Speed>(60);
  const [playing, setPlaying] = useState(false);
  const writing = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(writing.current), []);

  const note = useCallback(
    (instant: number | undefined) => {
      clearTimeout(writing.current);
      writing.current = setTimeout(
        () => write(instant === undefined ? undefined : new Date(instant).toISOString()),
        writeMs,
      );
    },
    [write],
  );
  const seek = useCallback(
    (instant: number | undefined) => {
      const next = instant === undefined ? undefined : clampInstant(instant, serverNow());
      setAt(next);
      if (next === undefined) setPlaying(false);
      note(next);
    },
    [note],
  );
  const toggle = useCallback(() => {
    if (playing) note(at);
    setPlaying(!playing);
  }, [playing, at, note]);
  const speedNow = useRef(speed);
  useEffect(() => {
    speedNow.current = speed;
  }, [speed]);

  /** One step of play, once what is shown is there. */
  const step = useCallback((since: number) => {
    setAt((before) => {
      if (before === undefined) return before;
      const next = advance(before, speedNow.current, performance.now() - since, serverNow());
      if (next.ended) setPlaying(false);
      return next.at;
    });
  }, []);
  return { at, speed, playing, seek, setSpeed, toggle, step };
}

/** Plays: the next instant comes a second after the last one, or when its picture has come, whichever is later. */
export function usePlay({ at, playing, step }: Playback, busy: boolean): void {
  useEffect(() => {
    if (!playing || busy || at === undefined) return undefined;
    const since = performance.now();
    const timer = setTimeout(() => step(since), tickMs);
    return () => clearTimeout(timer);
  }, [playing, busy, at, step]);
}
