import { expect, test } from "vitest";
import { localPath } from "./oidc-rules.ts";

test.each([
  ["/desk?q=1", "/desk?q=1"],
  ["/community/incidents#map", "/community/incidents#map"],
  ["/事件/1", "/%E4%BA%8B%E4%BB%B6/1"],
  [undefined, "/"],
  ["", "/"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["/..//evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/a\r\nset-cookie: x=1", "/aset-cookie:%20x=1"],
])("%j leads to %s", (asked, path) => {
  expect(localPath(asked)).toBe(path);
});
