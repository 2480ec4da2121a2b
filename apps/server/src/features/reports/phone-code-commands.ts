import { randomInt } from "node:crypto";
import { lockKey, write } from "../../platform/database/scope.ts";
import { invalid, ProblemError } from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import { intakeHooks } from "./intake-hooks.ts";
import { districtOf } from "./location-rules.ts";
import {
  countTry,
  deletePhoneCode,
  deletePhoneCodesBefore,
  lockPhoneCode,
  putPhoneCode,
} from "./phone-code-queries.ts";
import { phoneProof } from "./phone-proof-rules.ts";

const minute = 60_000;
const validMs = 10 * minute;
const pauseMs = minute;
const hourMs = 60 * minute;
const mostAnHour = 5;
const mostTries = 5;

const codeHash = ({ secrets }: Context, phone: string, code: string): string =>
  secrets.fingerprint(`code ${phone} ${code}`);

/** Sends six digits to a phone; once a minute, five times an hour. */
export async function sendPhoneCode(
  context: Context,
  phone: string,
): Promise<{ simulated: boolean }> {
  const { sendText } = intakeHooks;
  if (!sendText)
    throw new ProblemError("unavailable", "短信通道未配置，暂不能验证手机号；不验证也可以上报");
  const phoneHash = context.secrets.fingerprint(phone);
  const now = context.now();
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const sent = await write(
    context.db,
    "system",
    async (tx) => {
      const known = await lockPhoneCode(tx, phoneHash);
      const lastSent = known ? known.expires_at.getTime() - validMs : -Infinity;
      const recent = known && now - lastSent < hourMs ? known.sent : 0;
      if (now - lastSent < pauseMs)
        throw tooSoon("验证码刚刚发出，请一分钟后再试", pauseMs - (now - lastSent));
      if (recent >= mostAnHour)
        throw tooSoon("今天验证码发送太频繁，请一小时后再试", hourMs - (now - lastSent));
      await putPhoneCode(tx, {
        phone_hash: phoneHash,
        code_hash: codeHash(context, phone, code),
        sent: recent + 1,
        expires_at: new Date(now + validMs),
      });
      await deletePhoneCodesBefore(tx, new Date(now - hourMs));
      return sendText(tx, context, {
        district: districtOf(context.configuration.root()),
        phone,
        text: `【格治】验证码 ${code}，10 分钟内有效。请勿告诉他人。`,
      });
    },
    { locks: [lockKey(`phone ${phoneHash}`)] },
  );
  context.hint();
  return sent;
}

const tooSoon = (message: string, ms: number) =>
  new ProblemError("too_many", message, { retryAfterSeconds: Math.ceil(ms / 1000) });

/** The proof for a right code; each code works once and stands five tries. */
export async function verifyPhoneCode(
  context: Context,
  phone: string,
  code: string,
): Promise<string> {
  const phoneHash = context.secrets.fingerprint(phone);
  const right = await write(context.db, "system", async (tx) => {
    const row = await countTry(tx, phoneHash, new Date(context.now()));
    if (!row || row.tries > mostTries) return false;
    if (!sameText(row.code_hash, codeHash(context, phone, code))) return false;
    await deletePhoneCode(tx, phoneHash);
    return true;
  });
  if (!right) throw invalid("验证码不正确或已过期，请核对；多次不对请重新获取");
  return phoneProof(context, phone);
}
