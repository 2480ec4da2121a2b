import http from "node:http";

/** A problem says what to do in `detail`; whoever expects more says what. */
type Body = { code?: string; detail?: string };
export type Answer = { status: number; body: Body; retryAfter: string | null };

/** Somebody at a browser; keeps the cookie over restarts of the server. `null`: the server gave no answer. */
export class Person {
  readonly base: string;
  cookie = "";
  #csrf = "";

  constructor(base: string) {
    this.base = base;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer | null> {
    try {
      const answer = await fetch(this.base + path, {
        method,
        signal: AbortSignal.timeout(60_000),
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(this.cookie ? { cookie: this.cookie, "x-csrf-token": this.#csrf } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json = /json/.test(answer.headers.get("content-type") ?? "");
      return {
        status: answer.status,
        body: json ? (JSON.parse(text) as Body) : { detail: text },
        retryAfter: answer.headers.get("retry-after"),
      };
    } catch {
      return null;
    }
  }

  async upload(path: string, name: string, type: string, content: Uint8Array): Promise<Answer> {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(content)], { type }), name);
    const answer = await fetch(this.base + path, { method: "POST", body: form });
    return {
      status: answer.status,
      body: (await answer.json()) as Body,
      retryAfter: answer.headers.get("retry-after"),
    };
  }

  async signIn(username: string): Promise<this> {
    const answer = await fetch(`${this.base}/api/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username }),
    });
    if (!answer.ok) throw new Error(`${username} could not sign in: ${await answer.text()}`);
    this.cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
    this.#csrf = ((await answer.json()) as { csrfToken: string }).csrfToken;
    return this;
  }
}

export type Heard = { id: string; subject: string; act: string };

/** A live screen: comes back by itself as a browser does, and says where it left off. */
export class Screen {
  readonly heard: Heard[] = [];
  /** How often it had to reload everything because what it missed was no longer kept. */
  reloads = 0;
  connections = 0;
  readonly #person: Person;
  #last = "";
  #closed = false;
  #request: http.ClientRequest | undefined;

  constructor(person: Person) {
    this.#person = person;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
  }

  #connect(): void {
    if (this.#closed) return;
    let again = () => {
      again = () => undefined;
      setTimeout(() => this.#connect(), 100);
    };
    const headers = {
      cookie: this.#person.cookie,
      ...(this.#last ? { "last-event-id": this.#last } : {}),
    };
    this.#request = http.get(
      `${this.#person.base}/api/live`,
      { agent: false, headers },
      (response) => {
        if (response.statusCode === 200) this.connections += 1;
        let rest = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          const blocks = (rest + chunk).split("\n\n");
          rest = blocks.pop()!;
          for (const block of blocks) this.#take(block);
        });
        response.on("close", () => again()).on("error", () => again());
      },
    );
    this.#request.on("error", () => again());
  }

  #take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
    );
    this.#last = fields.get("id") ?? this.#last;
    const event = fields.get("event");
    if (event === "reload") this.reloads += 1;
    const data = fields.get("data");
    if (event !== "message" || !data) return;
    const { subject, act } = JSON.parse(data) as { subject: string; act: string };
    this.heard.push({ id: this.#last, subject, act });
  }
}
