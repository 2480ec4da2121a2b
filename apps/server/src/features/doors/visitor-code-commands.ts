import { randomInt } from "node:crypto";
import type {
  AskDoor,
  DoorAnswer,
  DoorRefusal,
  MakeVisitorCode,
  ProvenPhone,
  VisitorCode,
  VisitorPage,
} from "@gezhi/contract/visitor-codes.ts";
import { deviceId, type Key, keyOf } from "@gezhi/contract/ids.ts";
import { lockKey, read, type Tx, write } from "../../platform/database/scope.ts";
import {
  conflict,
  forbidden,
  invalid,
  notFound,
  ProblemError,
  unauthenticated,
} from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import { passwordHash } from "../devices/device-commands.ts";
import { findByCode } from "../devices/device-queries.ts";
import { countAttempt, returnAttempt } from "../identity/attempt-queries.ts";
import { isOver } from "../identity/attempt-rules.ts";
import { phoneIsProven } from "../reports/phone-proof-rules.ts";
import { doorName, hintDoor } from "./door-commands.ts";
import {
  type CodeRow,
  codesOfPhone,
  countOpen,
  countRefusal,
  doorsOfPhone,
  findCode,
  findDoor,
  findUse,
  insertCode,
  insertUse,
  lockByHash,
  setRevoked,
  takeUse,
} from "./door-queries.ts";
import {
  doorProfile,
  guessAllowance,
  isGuess,
  isRunning,
  mostOpen,
  refusalOf,
  refusalWords,
  stateOf,
  windowOf,
} from "./visitor-code-rules.ts";

const mostShown = 100;
const mostDraws = 8;

const ms = (value: Date | string): number => new Date(value).getTime();
const standing = (row: CodeRow) => ({
  device: row.device,
  from: ms(row.valid_from),
  to: ms(row.valid_to),
  left: row.uses_left,
  revoked: row.revoked_at !== null,
});

const codeHash = ({ secrets }: Pick<Context, "secrets">, code: string): string =>
  secrets.fingerprint(`visitor ${code}`);

/** Who proved this telephone, and nobody else. */
function hashOf(context: Context, { phone, phoneProof }: ProvenPhone): string {
  if (!phoneIsProven(context, phone, phoneProof))
    throw forbidden("手机号没有验证或验证已过期，请重新获取验证码");
  return context.secrets.fingerprint(phone);
}

export async function visitorPage(context: Context, proven: ProvenPhone): Promise<VisitorPage> {
  const hash = hashOf(context, proven);
  return read(context.db, "system", async (tx) => ({
    doors: (await doorsOfPhone(tx, hash)).map((row) => ({
      id: deviceId(row),
      name: doorName(row),
    })),
    codes: (await codesOfPhone(tx, hash, mostShown)).map((row) => present(context, row)),
    mostOpen,
    keptDays: context.config.VISITOR_LOG_DAYS,
  }));
}

type ShownRow = Awaited<ReturnType<typeof codesOfPhone>>[number];

function present(context: Context, row: ShownRow): VisitorCode {
  const state = stateOf(standing(row), context.now());
  return {
    id: row.id,
    door: { id: deviceId({ district: row.district, id: row.device }), name: doorName(row) },
    code: isRunning(state) ? context.secrets.open(row.code_enc) : null,
    from: new Date(row.valid_from).toISOString(),
    to: new Date(row.valid_to).toISOString(),
    uses: row.uses,
    left: row.uses_left,
    state,
    opened: row.opened,
  };
}

/** Idempotent by the phone's id; at most so many open ones for a door and a telephone, however many ask at once. */
export async function makeVisitorCode(
  context: Context,
  asked: MakeVisitorCode,
): Promise<VisitorCode> {
  const hash = hashOf(context, asked);
  const { district, id: device } = keyOf(asked.door);
  const now = context.now();
  const window = windowOf(asked.from ? Date.parse(asked.from) : null, asked.hours, now);
  if (!window) throw invalid("访客码最早可以提前 7 天生成，请改近一些的开始时间");
  await write(
    context.db,
    "system",
    async (tx) => {
      const known = await findCode(tx, { district, id: asked.id });
      if (known) return refuseOther(known, asked, hash);
      const mine = await doorsOfPhone(tx, hash);
      const here = mine.find((door) => door.district === district && door.id === device);
      if (!here) throw notFound("您手机号可用的这个门；请向村社确认已登记您的手机号并开通了访客码");
      if ((await countOpen(tx, { district, id: device }, hash, new Date(now))) >= mostOpen)
        throw conflict(`同一个门最多同时有 ${mostOpen} 个有效访客码，请先撤销不用的`);
      await draw(tx, context, {
        district,
        id: asked.id,
        device,
        phone_hash: hash,
        valid_from: new Date(window.from),
        valid_to: new Date(window.to),
        uses: asked.uses,
        uses_left: asked.uses,
        created_at: new Date(now),
      });
      await hintDoor(tx, here.unit);
    },
    { locks: [lockKey(`visitor ${hash}`)] },
  );
  context.hint();
  return shown(context, hash, asked.id);
}

function refuseOther(known: CodeRow, asked: MakeVisitorCode, hash: string): void {
  const hours = (ms(known.valid_to) - ms(known.valid_from)) / 3_600_000;
  const same =
    known.phone_hash === hash &&
    known.device === keyOf(asked.door).id &&
    known.uses === asked.uses &&
    hours === asked.hours;
  if (!same) throw conflict("这个编号已用于另一个访客码，请重新生成");
}

/** Eight digits that nobody else has. */
async function draw(
  tx: Tx,
  context: Context,
  row: Omit<Parameters<typeof insertCode>[1], "code_hash" | "code_enc">,
): Promise<void> {
  for (let tries = 0; tries < mostDraws; tries += 1) {
    const code = String(randomInt(100_000_000)).padStart(8, "0");
    const drawn = { code_hash: codeHash(context, code), code_enc: context.secrets.seal(code) };
    if (await insertCode(tx, { ...row, ...drawn })) return;
  }
  throw new ProblemError("unavailable", "暂时生成不了访客码，请再试一次");
}

async function shown(context: Context, hash: string, id: string): Promise<VisitorCode> {
  const rows = await read(context.db, "system", (tx) => codesOfPhone(tx, hash, mostShown));
  const row = rows.find((one) => one.id === id);
  if (!row) throw notFound("这个访客码");
  return present(context, row);
}

export async function revokeVisitorCode(
  context: Context,
  key: Key,
  proven: ProvenPhone,
): Promise<VisitorCode> {
  const hash = hashOf(context, proven);
  await write(context.db, "system", async (tx) => {
    const row = await findCode(tx, key);
    // Somebody else's is not told from one that never was.
    if (!row || row.phone_hash !== hash) throw notFound("这个访客码");
    if (row.revoked_at !== null) return;
    await setRevoked(tx, key, new Date(context.now()));
    const door = await findDoor(tx, { district: row.district, id: row.device });
    if (door) await hintDoor(tx, door.unit);
  });
  context.hint();
  return shown(context, hash, key.id);
}

export type DoorCredentials = readonly [code: string, password: string];

/**
 * A door asks whether eight digits open it. One transaction: the guesses at this door are counted one by one, a use is
 * taken under the lock of its code, and a question that is asked again because the answer was lost counts once.
 */
export async function answerDoor(
  context: Context,
  credentials: DoorCredentials | undefined,
  { id, code }: AskDoor,
): Promise<DoorAnswer> {
  const door = await doorOf(context, credentials);
  const key = { district: door.district, id: door.id };
  const hash = codeHash(context, code);
  const now = context.now();
  const outcome = await write(context.db, "system", async (tx) => {
    const allowance = guessAllowance(key.district, key.id);
    const attempt = await countAttempt(tx, allowance, new Date(now));
    if (isOver(attempt)) return { waitMs: attempt.until - now };
    const before = await findUse(tx, { district: key.district, id });
    if (before) {
      await returnAttempt(tx, allowance.bucket);
      if (before.device !== key.id || before.code_hash !== hash)
        throw conflict("这个编号已用于另一次开门，请换一个编号");
      return { left: before.uses_left };
    }
    const known = await findDoor(tx, key);
    const row = await lockByHash(tx, key.district, hash);
    const reason = refusalOf(
      row && standing(row),
      { device: key.id, open: known?.open ?? false },
      now,
    );
    if (reason === null || !isGuess(reason)) await returnAttempt(tx, allowance.bucket);
    if (reason !== null || !row) {
      await countRefusal(tx, key);
      await hintDoor(tx, door.unit);
      return { reason: reason ?? ("unknown" satisfies DoorRefusal) };
    }
    await takeUse(tx, row);
    await insertUse(tx, { district: key.district, id, code: row.id, at: new Date(now) });
    await hintDoor(tx, door.unit);
    return { left: row.uses_left - 1 };
  });
  context.hint();
  if ("waitMs" in outcome && outcome.waitMs !== undefined)
    throw new ProblemError("too_many", "输错次数过多，请两分钟后再试", {
      retryAfterSeconds: Math.max(1, Math.ceil(outcome.waitMs / 1000)),
    });
  if ("reason" in outcome && outcome.reason !== undefined)
    return {
      open: false,
      left: null,
      reason: outcome.reason,
      message: refusalWords[outcome.reason],
    };
  return { open: true, left: outcome.left ?? 0, reason: null, message: "请进" };
}

async function doorOf(context: Context, credentials: DoorCredentials | undefined) {
  if (!credentials) throw unauthenticated();
  const [username, password] = credentials;
  const device = await read(context.db, "system", (tx) => findByCode(tx, username));
  const right =
    device?.password_hash && sameText(device.password_hash, passwordHash(password))
      ? device
      : undefined;
  if (!right || right.retired_at || (right.simulated && !context.config.GEZHI_DEMO))
    throw new ProblemError(
      "unauthenticated",
      "设备编码或密码不正确：请用门禁的设备编码和密码做 Basic 认证",
    );
  if (right.profile !== doorProfile) throw forbidden("只有门禁设备可以核验访客码");
  return right;
}
