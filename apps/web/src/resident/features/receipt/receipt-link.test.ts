import { expect, test } from "vitest";
import { progressLink, readReceiptKey } from "./receipt-link.ts";

const key = { number: "HZ-500103-261122-000123", token: "dK3_x-9aQ" };

test("a link leads back to the receipt it was made of, wherever the server says it lives", () => {
  const here = progressLink({ url: `/r/receipts/${key.number}#${key.token}` }, "https://a.example");
  const there = progressLink(
    { url: `https://b.example/r/receipts/${key.number}#${key.token}` },
    "https://a.example",
  );

  expect(here.startsWith("https://a.example/")).toBe(true);
  expect(there.startsWith("https://b.example/")).toBe(true);
  expect(readReceiptKey(` ${here} `, "")).toEqual(key);
  expect(readReceiptKey(there, "")).toEqual(key);
});

test("a link with the code in its query is read too", () => {
  expect(readReceiptKey(`https://a.example/r/track/${key.number}?token=a%2Bb`, "")).toEqual({
    ...key,
    token: "a+b",
  });
});

test("number and code can be typed, in small letters and with words around", () => {
  expect(readReceiptKey("编号 hz-500103-261122-000123", " xyz ")).toEqual({
    ...key,
    token: "xyz",
  });
});

test("anything else is not understood", () => {
  expect(readReceiptKey("12345", "xyz")).toBeUndefined();
});
