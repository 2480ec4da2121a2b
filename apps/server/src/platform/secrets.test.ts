import { expect, test } from "vitest";
import { createSecrets } from "./secrets.ts";

const secrets = createSecrets("a1".repeat(32));
const others = createSecrets("b2".repeat(32));

test("what was sealed opens again, and is never the same twice", () => {
  const text = "张三 138 0000 0000";

  const [first, second] = [secrets.seal(text), secrets.seal(text)];

  expect(secrets.open(first)).toBe(text);
  expect(secrets.open(second)).toBe(text);
  expect(first).not.toBe(second);
});

test("an altered value, another key and rubbish open nothing", () => {
  const sealed = secrets.seal("text");
  const bytes = Buffer.from(sealed.slice(2), "base64url");
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;

  expect(() => secrets.open(`1.${bytes.toString("base64url")}`)).toThrow(/unable to authenticate/);
  expect(() => others.open(sealed)).toThrow(/unable to authenticate/);
  expect(() => secrets.open("1.short")).toThrow(/too short/);
  expect(() => secrets.open(sealed.slice(2))).toThrow(/unknown version/);
  expect(() => secrets.open("")).toThrow(/unknown version/);
});

test("a fingerprint is stable and depends on the key", () => {
  expect(secrets.fingerprint("13800000000")).toBe(secrets.fingerprint("13800000000"));
  expect(secrets.fingerprint("13800000000")).not.toBe(secrets.fingerprint("13800000001"));
  expect(secrets.fingerprint("13800000000")).not.toBe(others.fingerprint("13800000000"));
});

test("a signature holds for its value, until its end, under its key", () => {
  const now = Date.parse("2026-03-02T08:00:00+08:00");
  const signature = secrets.sign("file-1", now + 1000);

  expect(secrets.verify("file-1", signature, now)).toBe(true);
  expect(secrets.verify("file-1", signature, now + 1000)).toBe(false);
  expect(secrets.verify("file-2", signature, now)).toBe(false);
  expect(others.verify("file-1", signature, now)).toBe(false);
});

test("nobody lengthens a signature by writing a later end into it", () => {
  const now = Date.parse("2026-03-02T08:00:00+08:00");
  const [, mac] = secrets.sign("file-1", now + 1000).split(".");

  expect(secrets.verify("file-1", `${(now + 1e9).toString(36)}.${mac}`, now)).toBe(false);
  expect(secrets.verify("file-1", "", now)).toBe(false);
  expect(secrets.verify("file-1", "...", now)).toBe(false);
  expect(secrets.verify("file-1", `-zz.${mac}`, now)).toBe(false);
});

test("a key that is no key is refused at once", () => {
  expect(() => createSecrets("abc")).toThrow(RangeError);
});
