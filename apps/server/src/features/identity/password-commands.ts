import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** argon2id, 19 MiB, two passes (the library's default algorithm): about 20 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let decoy: Promise<string> | undefined;

/** Does the same work for an account that does not exist or has no password, so that time tells nothing. */
export async function passwordMatches(
  kept: string | null | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword(firstPassword());
  const right = await verify(kept ?? (await decoy), password);
  return right && typeof kept === "string";
}

// Without letters and digits that are mistaken for each other when read aloud or copied by hand.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** 16 characters (79 bits) in four groups, for a person to type once. */
export const firstPassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(""),
  ).join("-");
