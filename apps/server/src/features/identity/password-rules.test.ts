import { expect, test } from "vitest";
import { passwordProblem } from "./password-rules.ts";

test.each([
  ["short", "晴天出门9步", "li", /至少 10 个字符/],
  ["the user name inside", "xx-wang.min-77", "wang.min", /不能包含用户名/],
  ["the user name backwards", "nim.gnaw-2026", "wang.min", /不能包含用户名/],
  ["the user name in other letters", "WANG.MIN-2026", "wang.min", /不能包含用户名/],
  ["common", "Password123", "li", /太常见/],
  ["common, in wide letters", "ｐａｓｓｗｏｒｄ１２３", "li", /太常见/],
  ["printed in our documents", "Gezhi-demo-1410", "li", /太常见/],
  ["one letter", "zzzzzzzzzzzz", "li", /重复或连续/],
  ["a pattern over and over", "4k!4k!4k!4k!", "li", /重复或连续/],
  ["a run upwards", "abcdefghijkl", "zz", /重复或连续/],
  ["a run downwards", "zyxwvutsrqpo", "li", /重复或连续/],
])("a password is refused: %s", (_why, password, username, answer) => {
  expect(passwordProblem(password, username)).toMatch(answer);
});

test.each(["correct horse battery", "江水绕城山抱楼阁灯火", "r7-Kpz!0qLm", "山城的桥都很高很长呀"])(
  "%s is taken",
  (password) => {
    expect(passwordProblem(password, "wang.min")).toBeUndefined();
  },
);
