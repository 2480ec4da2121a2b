import type { ProblemCode } from "@gezhi/contract/problem.ts";

export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ProblemCode, number>;

export type FieldError = { path: string; message: string };

/** An error its reader can act on. The message is shown to people, in Chinese, and says what to do. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    more: { errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = "ProblemError";
    this.code = code;
    this.errors = more.errors;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export const invalid = (message: string, errors?: FieldError[]) =>
  new ProblemError("invalid", message, errors ? { errors } : {});
export const notFound = (thing: string) =>
  new ProblemError("not_found", `没有找到${thing}，可能已不存在或不在您的管辖范围内`);
export const forbidden = (message: string) => new ProblemError("forbidden", message);
export const conflict = (message: string) => new ProblemError("conflict", message);
export const unauthenticated = () => new ProblemError("unauthenticated", "请先登录");
export const busy = () =>
  new ProblemError("unavailable", "系统繁忙，请稍后重试；您填写的内容不会丢失", {
    retryAfterSeconds: 5,
  });
