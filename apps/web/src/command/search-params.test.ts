import { expect, test } from "vitest";
import { z } from "zod";
import { listParam, param, parseSearch, stringifySearch } from "./search-params.ts";

const Search = z.object({
  urgency: listParam(z.enum(["red", "orange"])),
  sort: param(z.enum(["due", "newest"])),
  q: param(z.string()),
});

test("what a screen puts into its address comes back as it was", () => {
  const search = { urgency: ["red", "orange"], sort: "due", q: "井盖 & 路灯" };

  expect(Search.parse(parseSearch(stringifySearch(search)))).toEqual(search);
});

test("a single value of a list parameter is a list of one", () => {
  expect(Search.parse(parseSearch("?urgency=red")).urgency).toEqual(["red"]);
});

test("digits stay text", () => {
  expect(parseSearch("?q=12345").q).toBe("12345");
});

test("a value nobody knows is left out and breaks nothing", () => {
  expect(Search.parse(parseSearch("?urgency=violet&sort=worst&q=a"))).toEqual({ q: "a" });
});

test("an empty search leaves the address bare", () => {
  expect(stringifySearch({ urgency: undefined, q: "", sort: null })).toBe("");
});
