import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newFolder, outcome, removeFolder } from "./support/product.ts";

const folder = newFolder("refusals");
afterAll(() => removeFolder(folder));

test("wrong settings end the start with all that is wrong at once", async () => {
  const { code, said } = await outcome("all", {
    DATA_DIR: folder,
    PORT: "99999",
    GEZHI_DEMO: "perhaps",
    SECRET_KEY: "short",
  });
  expect(code).toBe(1);
  for (const name of ["PORT", "GEZHI_DEMO", "SECRET_KEY"]) expect(said).toContain(name);
});

test("half of the single sign-on settings is refused with what is missing", async () => {
  const { code, said } = await outcome("all", {
    DATA_DIR: folder,
    OIDC_ISSUER: "https://id.example.test",
  });
  expect(code).toBe(1);
  expect(said).toContain("OIDC_CLIENT_SECRET");
});

test("a data folder that cannot be made is named, with what to do", async () => {
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const { code, said } = await outcome("all", { DATA_DIR: join(file, "data") });
  expect(code).toBe(1);
  expect(said).toContain("cannot be written");
  expect(said).toContain("DATA_DIR");
});

test("a database that does not answer ends the start with its reason", async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const { code, said } = await outcome("all", {
    DATA_DIR: folder,
    DATABASE_URL: `postgres://gezhi:x@127.0.0.1:${port}/gezhi`,
  });
  expect(code).toBe(1);
  expect(said).toContain("ECONNREFUSED");
});
