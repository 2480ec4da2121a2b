import { demoAccounts } from "@gezhi/reference/demo.ts";
import { demoPassword } from "../features/identity/password-rules.ts";
import type { Config } from "../platform/config.ts";

/** The line a newcomer waits for, and who they may sign in as. */
export function announceReady(config: Config, url: string): void {
  console.log(`\nGezhi ready: ${config.PUBLIC_URL ?? url}`);
  if (!config.GEZHI_DEMO) return;
  console.log(`\nDemo accounts (password ${demoPassword}, or one click on the sign-in page):`);
  for (const { username, line } of demoAccounts) console.log(`  ${username.padEnd(34)} ${line}`);
  console.log(
    `\nResidents need no account: ${config.PUBLIC_URL ?? url}/r   Grid workers' phone page: ${config.PUBLIC_URL ?? url}/field\n`,
  );
}
