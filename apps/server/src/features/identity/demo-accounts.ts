import type { DemoAccount } from "@gezhi/contract/identity.ts";
import { demoAccounts } from "@gezhi/reference/demo.ts";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { placeName } from "../organisation/post-directory.ts";
import { findDemoAccounts } from "./account-queries.ts";

/** One person a role, in the order of the reference list; whoever was disabled or removed is left out. */
export async function listDemoAccounts({
  db,
  units,
}: Context): Promise<z.infer<typeof DemoAccount>[]> {
  const rows = await findDemoAccounts(
    db,
    demoAccounts.map(({ username }) => username),
  );
  return demoAccounts.flatMap(({ username, role, line }) => {
    const found = rows.find((row) => row.username === username && row.role === role);
    return found
      ? [{ username, name: found.name, role, unitName: placeName({ units }, found.unit), line }]
      : [];
  });
}
