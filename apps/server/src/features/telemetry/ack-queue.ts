import type { Message } from "./known-device.ts";

/** Acknowledgements leave in the order in which the messages came (MQTT-4.6.0-2), many in one write. */
export class AckQueue {
  readonly #send: (bytes: Buffer) => void;
  readonly #waiting: Pending[] = [];
  #head = 0;
  #flushing = false;

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send;
  }

  get length(): number {
    return this.#waiting.length - this.#head;
  }

  /** `kind`: the first byte of the acknowledgement, PUBACK or PUBREC. */
  add(kind: number, id: number): Message {
    const pending = new Pending(this, kind, id);
    this.#waiting.push(pending);
    return pending;
  }

  /** Once for all that one commit settled. */
  flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    let end = this.#head;
    while (end < waiting.length && waiting[end]!.settled) end += 1;
    const count = end - this.#head;
    if (count === 0) return;
    const bytes = Buffer.allocUnsafe(count * 4);
    for (let index = 0; index < count; index++) {
      const { kind, id } = waiting[this.#head + index]!;
      bytes[index * 4] = kind;
      bytes[index * 4 + 1] = 2;
      bytes[index * 4 + 2] = id >> 8;
      bytes[index * 4 + 3] = id & 0xff;
    }
    this.#head = end;
    if (this.#head === waiting.length || this.#head > 4096) {
      waiting.splice(0, this.#head);
      this.#head = 0;
    }
    this.#send(bytes);
  }
}

class Pending implements Message {
  readonly #queue: AckQueue;
  readonly kind: number;
  readonly id: number;
  settled = false;

  constructor(queue: AckQueue, kind: number, id: number) {
    this.#queue = queue;
    this.kind = kind;
    this.id = id;
  }

  settle(): void {
    this.settled = true;
    this.#queue.flushSoon();
  }
}

/** Of messages that want no answer (QoS 0). */
export const noAnswer: Message = { settle: () => undefined };
