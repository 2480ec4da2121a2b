import { createInterface } from "node:readline/promises";
import type { Config } from "../platform/config.ts";

/** Name and first password of the administrator of an installation without demo accounts. */
export async function askForAdministrator(
  config: Config,
): Promise<{ username: string; password: string }> {
  if (config.FIRST_ADMIN) {
    const colon = config.FIRST_ADMIN.indexOf(":");
    return {
      username: config.FIRST_ADMIN.slice(0, colon),
      password: config.FIRST_ADMIN.slice(colon + 1),
    };
  }
  if (!process.stdin.isTTY)
    throw new Error(
      "GEZHI_DEMO=0 needs a first administrator: set FIRST_ADMIN=name:password (10 characters or more), or start on a terminal.",
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const username = (await terminal.question("User name of the first administrator: ")).trim();
    const password = await terminal.question(
      "First password (10 characters or more; must be changed at the first sign-in): ",
    );
    if (!username || password.length < 10)
      throw new Error(
        "The name must not be empty and the password needs 10 characters or more: start again.",
      );
    return { username, password };
  } finally {
    terminal.close();
  }
}
