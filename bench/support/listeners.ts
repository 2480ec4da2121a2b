import { connect, type Socket } from "node:net";

type Message = { subject: string; at: number };

/** One screen of the live stream on a bare socket: lean, because a thousand of them share the cores with what they measure. */
export class Listener {
  readonly town: string;
  readonly #url: URL;
  readonly #path: string;
  readonly #cookie: string;
  #socket: Socket | undefined;
  #rest = "";
  #lastId = "";
  #ready: (() => void) | undefined;
  /** Everything heard, in order, with the instant of its arrival. */
  readonly heard: Message[] = [];
  /** Arrived on a connection that resumed: it waited for the connection, not for the stream. */
  readonly resumed = new Set<string>();
  #resuming = false;

  constructor(url: string, path: string, town: string, cookie = "") {
    this.#url = new URL(url);
    this.#path = path;
    this.town = town;
    this.#cookie = cookie;
  }

  /** Connections that the server ended; the screen came back by itself each time. */
  cuts = 0;
  #open = false;

  /** Resolves once the stream is joined. */
  open(): Promise<void> {
    this.#open = true;
    return new Promise((resolve) => {
      this.#ready = resolve;
      this.#connect();
    });
  }

  /** Comes back after a cut as a browser does. */
  #connect(): void {
    const socket = connect(Number(this.#url.port), this.#url.hostname);
    this.#socket = socket;
    this.#rest = "";
    this.#resuming = this.#lastId !== "";
    socket.setNoDelay(true).setEncoding("utf8");
    socket.on("data", (text: string) => this.#take(text));
    socket.on("error", () => undefined);
    socket.once("close", () => {
      if (!this.#open || this.#socket !== socket) return;
      this.cuts += 1;
      setTimeout(() => this.#connect(), 100);
    });
    const resume = this.#lastId ? `last-event-id: ${this.#lastId}\r\n` : "";
    socket.write(
      `GET ${this.#path} HTTP/1.1\r\nhost: ${this.#url.host}\r\ncookie: ${this.#cookie}\r\n${resume}\r\n`,
    );
  }

  close(): void {
    this.#open = false;
    this.#socket?.destroy();
  }

  #take(text: string): void {
    const at = performance.now();
    const blocks = (this.#rest + text).split("\n\n");
    this.#rest = blocks.pop()!;
    for (const block of blocks) this.#takeBlock(block, at);
  }

  #takeBlock(block: string, at: number): void {
    if (/^event: reload$/m.test(block)) throw new Error("a screen was told to reload");
    this.#lastId = /^id: (\S+)$/m.exec(block)?.[1] ?? this.#lastId;
    if (block.includes("event: ready")) {
      this.#ready?.();
      // What it missed comes in the same breath; later messages are on time again.
      setTimeout(() => (this.#resuming = false), 200);
      return;
    }
    const subject = /"subject":"([^"]+)","act":"report"/.exec(block)?.[1];
    if (!subject) return;
    this.heard.push({ subject, at });
    if (this.#resuming) this.resumed.add(subject);
  }
}
