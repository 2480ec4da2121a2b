/** What failed, and until when each rests: one that is broken must not hold up the others, which are asked for without it. */
export function createResting(ms: number) {
  const until = new Map<string, number>();
  return {
    lay: (id: string, now: number): void => void until.set(id, now + ms),
    /** Those that rest now; the others are tried again. */
    at(now: number): string[] {
      for (const [id, end] of until) if (end <= now) until.delete(id);
      return [...until.keys()];
    },
  };
}
