import { commonPasswords } from "./common-passwords.ts";

export const shortestPassword = 10;
/** Printed in our documents; what it opens is open to everybody. */
export const demoPassword = "Gezhi-demo-1410";

/** Why a password cannot be taken, for people; undefined when it can. */
export function passwordProblem(password: string, username: string): string | undefined {
  const plain = password.normalize("NFKC").toLowerCase();
  const name = username.normalize("NFKC").toLowerCase();
  if (Array.from(plain).length < shortestPassword) return `新密码至少 ${shortestPassword} 个字符`;
  if (plain.length > 200) return "新密码最多 200 个字符";
  if (plain.includes(name) || plain.includes(Array.from(name).toReversed().join("")))
    return "新密码不能包含用户名";
  if (commonPasswords.has(plain) || plain === demoPassword.toLowerCase())
    return "这个密码太常见，容易被猜中，请换一个";
  if (repeats(plain) || runs(plain)) return "新密码不能是重复或连续的字符，请换一个";
  return undefined;
}

/** One to four characters over and over: aaaaaaaaaa, 121212121212, abcdabcdabcd. */
const repeats = (text: string): boolean => /^(.{1,4})\1+.{0,3}$/su.test(text);

/** Every character the neighbour of the last: 1234567890, zyxwvutsrq. */
function runs(text: string): boolean {
  const codes = Array.from(text, (letter) => letter.codePointAt(0)!);
  return [1, -1].some((step) =>
    codes.slice(1).every((code, index) => codes[index]! + step === code),
  );
}
