import type { FastifyError } from "fastify";
import { expect, test } from "vitest";
import { toProblem } from "./app.ts";

const problemOf = (code: string) =>
  toProblem(Object.assign(new Error("reason"), { code }) as FastifyError);

test.each([
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EAI_AGAIN",
  "57P01",
  "57P03",
  "53300",
  "58030",
])("a database that is away (%s) is said to be away, with when to come again", (code) => {
  expect(problemOf(code)).toMatchObject({
    code: "unavailable",
    retryAfterSeconds: 5,
    message: expect.stringContaining("数据库暂时不可用，请稍后重试"),
  });
});

test.each(["53100", "ENOSPC"])("a full disk (%s) is said to be full, with whom to tell", (code) => {
  expect(problemOf(code)).toMatchObject({
    code: "unavailable",
    retryAfterSeconds: 60,
    message: expect.stringMatching(/磁盘已满.*请联系管理员/),
  });
});

test("a statement cut off after its time is no bug but a server that is busy", () => {
  expect(problemOf("57014")).toMatchObject({
    code: "unavailable",
    retryAfterSeconds: 5,
    message: expect.stringContaining("系统繁忙"),
  });
});

test("whatever is not known is a bug", () => {
  expect(problemOf("42P01").code).toBe("internal");
});
