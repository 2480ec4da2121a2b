/** Messages that wait until their devices have been looked up, those of each device in their order. */
export class WaitingRoom {
  readonly #ask: (code: string) => Promise<void> | undefined;
  readonly #onSize: (change: number) => void;
  readonly #queues = new Map<string, { go: (payload: Buffer) => void; payload: Buffer }[]>();

  /** `onSize` is told how the room fills and empties, in pieces of memory that a waiting row takes too. */
  constructor(ask: (code: string) => Promise<void> | undefined, onSize: (change: number) => void) {
    this.#ask = ask;
    this.#onSize = onSize;
  }

  holds(code: string): boolean {
    return this.#queues.size > 0 && this.#queues.has(code);
  }

  /** Keeps a copy of the payload and comes back with it. False: there is nothing to wait for. */
  enter(code: string, payload: Buffer, go: (payload: Buffer) => void): boolean {
    const queue = this.#queues.get(code);
    const asked = queue ? undefined : this.#ask(code);
    if (!queue && !asked) return false;
    const one = { go, payload: Buffer.from(payload) };
    this.#onSize(sizeOf(payload));
    if (queue) queue.push(one);
    else {
      this.#queues.set(code, [one]);
      void asked!.then(() => this.#leave(code));
    }
    return true;
  }

  #leave(code: string): void {
    const queue = this.#queues.get(code)!;
    this.#queues.delete(code);
    for (const { go, payload } of queue) {
      this.#onSize(-sizeOf(payload));
      go(payload);
    }
  }
}

const sizeOf = ({ length }: Buffer): number => 1 + (length >> 8);
