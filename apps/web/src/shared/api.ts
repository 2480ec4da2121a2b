import { Problem, type ProblemCode } from "@gezhi/contract/problem.ts";
import type { z } from "zod";
import { i18n } from "./i18n/i18n.ts";
import { noteServerTime } from "./server-clock.ts";

/** Codes of the server, and two of the way to it. */
export type ApiCode = ProblemCode | "offline" | "timeout";

/** Every failed request is one of these; `message` can be shown as it is. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: ApiCode;
  readonly status: number;
  readonly errors: NonNullable<Problem["errors"]>;

  constructor(
    code: ApiCode,
    status: number,
    message: string,
    errors: NonNullable<Problem["errors"]> = [],
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.errors = errors;
  }
}

export type Query = Record<
  string,
  string | number | boolean | readonly string[] | undefined | null
>;
type Options = { query?: Query; signal?: AbortSignal; timeoutMs?: number };
type Sent = Options & { method: string; body?: unknown };

let csrfToken: string | undefined;
/** The session gives the token; every request that is not GET carries it. */
export const setCsrfToken = (token: string | undefined): void => {
  csrfToken = token;
};

export function urlOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return `/api${path}${text && `?${text}`}`;
}

async function send(
  path: string,
  { method, body, query, signal, timeoutMs = 20_000 }: Sent,
): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  if (method !== "GET" && csrfToken) headers.set("x-csrf-token", csrfToken);
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers.set("content-type", "application/json");
  const timeout = AbortSignal.timeout(timeoutMs);
  const started = performance.now();
  try {
    const response = await fetch(urlOf(path, query), {
      method,
      headers,
      credentials: "same-origin",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    noteServerTime(response.headers.get("date"), performance.now() - started);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    if (timeout.aborted) throw new ApiProblem("timeout", 0, i18n.t("errors.timeout"));
    throw new ApiProblem("offline", 0, i18n.t("errors.offline"));
  }
}

/** What the server answers is Chinese: other readers get what to do in their language, with its words behind. */
export const answerWords = (code: ProblemCode, detail: string): string =>
  i18n.t(`errors.answers.${code}`, { detail });

async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = Problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) {
    const { code, status, detail, title, errors } = parsed.data;
    return new ApiProblem(code, status, answerWords(code, detail || title), errors);
  }
  const code: ApiCode =
    response.status === 401
      ? "unauthenticated"
      : response.status >= 502
        ? "unavailable"
        : "internal";
  return new ApiProblem(
    code,
    response.status,
    i18n.t("errors.unexpected", { status: response.status }),
  );
}

async function request<S extends z.ZodType>(
  schema: S,
  path: string,
  sent: Sent,
): Promise<z.output<S>> {
  const response = await send(path, sent);
  if (!response.ok) throw await problemOf(response);
  const body: unknown =
    response.status === 204 ? undefined : await response.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiProblem(
    "internal",
    response.status,
    i18n.t("errors.contract"),
    parsed.error.issues.map(({ path: at, message }) => ({ path: at.join("."), message })),
  );
}

export const api = {
  get: <S extends z.ZodType>(schema: S, path: string, options: Options = {}) =>
    request(schema, path, { ...options, method: "GET" }),
  post: <S extends z.ZodType>(schema: S, path: string, body?: unknown, options: Options = {}) =>
    request(schema, path, { ...options, method: "POST", body }),
  put: <S extends z.ZodType>(schema: S, path: string, body?: unknown, options: Options = {}) =>
    request(schema, path, { ...options, method: "PUT", body }),
  patch: <S extends z.ZodType>(schema: S, path: string, body?: unknown, options: Options = {}) =>
    request(schema, path, { ...options, method: "PATCH", body }),
  delete: <S extends z.ZodType>(schema: S, path: string, options: Options = {}) =>
    request(schema, path, { ...options, method: "DELETE" }),
  /** One multipart file; large videos may take minutes on a mobile network. */
  upload: <S extends z.ZodType>(
    schema: S,
    path: string,
    file: Blob,
    name: string,
    options: Options = {},
  ) => {
    const body = new FormData();
    body.append("file", file, name);
    return request(schema, path, { timeoutMs: 300_000, ...options, method: "POST", body });
  },
};

export const isProblem = (error: unknown, code?: ApiCode): error is ApiProblem =>
  error instanceof ApiProblem && (code === undefined || error.code === code);
