import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import {
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
} from "../identity/identity-testing.ts";
import { createFirstAdministrator, hasAccounts } from "./first-administrator.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createStaffedDatabase();
});
afterAll(() => database.drop());

test("the first administrator is made once, with a good password that must be changed", async () => {
  const make = (username: string, password: string) =>
    createFirstAdministrator(database.owner, { username, password });
  expect(await hasAccounts(database.owner, true)).toBe(true);
  expect(await hasAccounts(database.owner, false)).toBe(false);

  await expect(make("chief", "Password123")).rejects.toThrow(/太常见/);
  expect(await make("chief", "first-words-of-88")).toBe(true);
  expect(await make("another", "first-words-of-99")).toBe(false);

  expect(await hasAccounts(database.owner, false)).toBe(true);
  const strict = await startIdentityServer(database, { GEZHI_DEMO: "0" });
  const own = await signedIn(strict, "chief", "first-words-of-88");
  expect((await own.request("GET", "/api/session")).body).toMatchObject({
    mustChangePassword: true,
    demo: false,
    home: "/admin",
  });
  await strict.close();
});
