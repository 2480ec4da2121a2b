const rushPerSecond = 100;

let second = 0;
let running = 0;
let before = 0;

function turn(): void {
  const now = Math.floor(performance.now() / 1000);
  if (now === second) return;
  before = now === second + 1 ? running : 0;
  running = 0;
  second = now;
}

/** Says that somebody waits for this process. */
export function noteArrival(): void {
  turn();
  running += 1;
}

/** Whether more wait for this process than a quiet city ever lets wait. */
export function isRush(): boolean {
  turn();
  return Math.max(running, before) > rushPerSecond;
}

/**
 * Work that nobody waits for, in rounds that say how much they did. In a rush it is put off, for at most `mostMs` since
 * nothing was left of it; then a round is done at a time. When the rush is over, rounds follow each other until nothing
 * is left.
 */
export function putOffInRush(
  work: () => Promise<number>,
  { mostMs }: { mostMs: number },
): () => Promise<number> {
  let nothingLeftAt = performance.now();
  return async () => {
    if (isRush() && performance.now() - nothingLeftAt < mostMs) return 0;
    let done = 0;
    for (;;) {
      const round = await work();
      done += round;
      if (round === 0) nothingLeftAt = performance.now();
      if (round === 0 || isRush()) return done;
    }
  };
}
