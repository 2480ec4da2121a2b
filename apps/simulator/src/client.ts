import { type ClipAbout, ClipTaken } from "@gezhi/contract/evidence.ts";
import { Me } from "@gezhi/contract/identity.ts";
import { Incident, type PerformAct } from "@gezhi/contract/incidents.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import { Receipt, StoredFile, type SubmitReport } from "@gezhi/contract/reports.ts";
import type { z } from "zod";

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "Refused";
    this.status = status;
  }
}

const patience = 20_000;

/** One person at a browser: a cookie, a token, and the public interface. */
export class Client {
  readonly #base: string;
  #cookie = "";
  #csrf = "";

  constructor(base: string) {
    this.#base = base.replace(/\/$/, "");
  }

  async request<S extends z.ZodType>(
    answer: S,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<z.infer<S>> {
    const form = body instanceof FormData;
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...headers,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(this.#csrf && method !== "GET" ? { "x-csrf-token": this.#csrf } : {}),
        ...(body !== undefined && !form ? { "content-type": "application/json" } : {}),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    });
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    if (cookie) this.#cookie = cookie;
    const content: unknown =
      response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (!response.ok) {
      const problem = Problem.safeParse(content);
      const fields = problem.success
        ? (problem.data.errors ?? []).map((error) => `${error.path} ${error.message}`).join("; ")
        : "";
      throw new Refused(
        response.status,
        `${method} ${path}: ${response.status} ${problem.success ? problem.data.detail : ""} ${fields}`.trim(),
      );
    }
    return answer.parse(content);
  }

  async signInToDemo(username: string): Promise<Me> {
    const me = await this.request(Me, "POST", "/api/demo/session", { username });
    this.#csrf = me.csrfToken;
    return me;
  }

  report(report: z.input<typeof SubmitReport>): Promise<Receipt> {
    return this.request(Receipt, "POST", "/api/reports", report);
  }

  async upload(image: Uint8Array<ArrayBuffer>, name: string): Promise<StoredFile> {
    const form = new FormData();
    form.set("file", new Blob([image], { type: "image/jpeg" }), name);
    return this.request(StoredFile, "POST", "/api/files", form);
  }

  /** A clip as a camera's gateway sends it, with the gateway's own credentials. */
  async sendClip(
    gateway: { username: string; password: string },
    about: z.input<typeof ClipAbout>,
    image: Uint8Array<ArrayBuffer>,
  ): Promise<ClipTaken> {
    const form = new FormData();
    form.set("about", JSON.stringify(about));
    form.set("file", new Blob([image], { type: "image/jpeg" }), "clip.jpg");
    const credentials = Buffer.from(`${gateway.username}:${gateway.password}`).toString("base64");
    return this.request(ClipTaken, "POST", "/api/telemetry/clips", form, {
      authorization: `Basic ${credentials}`,
    });
  }

  incident(id: string): Promise<Incident> {
    return this.request(Incident, "GET", `/api/incidents/${id}`);
  }

  perform(id: string, act: z.input<typeof PerformAct>): Promise<Incident> {
    return this.request(Incident, "POST", `/api/incidents/${id}/acts`, act);
  }
}

/** Signs each demo account in once. */
export class Cast {
  readonly #base: string;
  readonly #people = new Map<string, Promise<Client | undefined>>();
  readonly anonymous: Client;

  constructor(base: string) {
    this.#base = base;
    this.anonymous = new Client(base);
  }

  /** Undefined when there is no such demo account. */
  find(username: string): Promise<Client | undefined> {
    let person = this.#people.get(username);
    if (!person) {
      const client = new Client(this.#base);
      person = client.signInToDemo(username).then(
        () => client,
        (error: unknown) => {
          if (error instanceof Refused && error.status < 500 && error.status !== 429)
            return undefined;
          this.#people.delete(username);
          throw error;
        },
      );
      this.#people.set(username, person);
    }
    return person;
  }

  async get(username: string): Promise<Client> {
    const person = await this.find(username);
    if (!person)
      throw new Error(`There is no demo account ${username}: scenes need demo mode and its staff.`);
    return person;
  }

  /** The session may have ended meanwhile; the next call signs in again. */
  forget(username: string): void {
    this.#people.delete(username);
  }
}
