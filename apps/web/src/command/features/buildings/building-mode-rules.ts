/** Slower than this, moving the map is no longer a movement. */
const fewestFrames = 18;
const slowSeconds = 3;
/** Longer than this nothing was drawn because nobody looked. */
const pauseMs = 2_000;

export type Pace = { ms: number; frames: number; slow: number };
export const steady: Pace = { ms: 0, frames: 0, slow: 0 };
export const tooSlow = ({ slow }: Pace): boolean => slow >= slowSeconds;

/** One frame more; whole seconds that are slow one after the other count, a good one begins anew. */
export function afterFrame({ ms, frames, slow }: Pace, sinceMs: number): Pace {
  if (sinceMs > pauseMs) return { ms, frames, slow };
  const next = { ms: ms + sinceMs, frames: frames + 1 };
  if (next.ms < 1_000) return { ...next, slow };
  const perSecond = (next.frames * 1_000) / next.ms;
  return { ms: 0, frames: 0, slow: perSecond < fewestFrames ? slow + 1 : 0 };
}

export type Flat = "plain" | "setting" | "motion" | "slow";
type Facts = {
  /** No WebGL2: no map at all, the list stands in. */
  plain: boolean;
  setting: boolean;
  reducedMotion: boolean;
  slow: boolean;
  /** Somebody wants it nevertheless. */
  insisted: boolean;
};

/** Why houses are drawn flat; undefined: they stand (R61). */
export function flatBecause({
  plain,
  setting,
  reducedMotion,
  slow,
  insisted,
}: Facts): Flat | undefined {
  if (plain) return "plain";
  if (setting) return "setting";
  if (insisted) return undefined;
  if (reducedMotion) return "motion";
  return slow ? "slow" : undefined;
}
