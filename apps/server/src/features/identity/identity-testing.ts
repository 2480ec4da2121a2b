import { departments, posts } from "@gezhi/reference/load-reference.ts";
import { DemoRoster } from "@gezhi/reference/demo-roster.ts";
import { appointTown } from "@gezhi/reference/demo-town.ts";
import { appointVillage } from "@gezhi/reference/demo-village.ts";
import { levelOf, parentOf } from "@gezhi/contract/units.ts";
import { loadConfigurationStore } from "../configuration/configuration-store.ts";
import type { Context } from "../context.ts";
import { createFolderStore } from "../files/file-store.ts";
import { loadKeyPlaces } from "../places/key-place-directory.ts";
import { loadUnitDirectory } from "../units/unit-directory.ts";
import { registerAuditRoutes } from "../audit/audit-routes.ts";
import { registerOrganisationRoutes } from "../organisation/organisation-routes.ts";
import { seedDemoStaff } from "../organisation/demo-seed.ts";
import { readConfig } from "../../platform/config.ts";
import { createLogger } from "../../platform/log.ts";
import { createApp, type App } from "../../platform/http/app.ts";
import { createTestDatabase, type TestDatabase } from "../../platform/testing/database.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { registerIdentityRoutes } from "./identity-routes.ts";
import { demoPassword } from "./password-rules.ts";
import { registerIdentity } from "./session-plugin.ts";

const secretKey = "5".repeat(64);
const towns = ["500103001", "500103003", "500108102"];
const villages = ["500103001017", "500103001018", "500103003001", "500108102001"];
const grids = villages.flatMap((village) =>
  ["001", "002", "003", "004", "005", "006"].map((number) => village + number),
);

/** Two districts with three towns, their posts and their staff: enough for who is who and who sees what. */
export async function createStaffedDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const codes = ["50", "500103", "500108", ...towns, ...villages, ...grids];
  await database.owner
    .insertInto("units")
    .values(
      codes.map((code) => ({
        code,
        valid_from: "2020-01-01",
        level: levelOf(code),
        name: `单位${code}`,
        short_name: `单位${code}`,
        parent: parentOf(code) ?? null,
        lon: 106.5,
        lat: 29.5,
      })),
    )
    .execute();
  const document = (kind: string, content: object) => ({
    kind,
    unit: "50",
    version: 1,
    valid_from: new Date("2020-01-01T00:00:00Z"),
    content: JSON.stringify(content),
    author: "初始配置",
    reason: "初始配置",
  });
  await database.owner
    .insertInto("configurations")
    .values([document("posts", { posts }), document("departments", { departments })])
    .execute();
  await seedDemoStaff(database.owner, createSecrets(secretKey), roster().staff);
  return database;
}

function roster(): DemoRoster {
  const all = new DemoRoster();
  all.appoint("50-operator", { unit: "50", role: "cityOperator" });
  all.appoint("50-sysadmin", { unit: "50", role: "sysAdmin" });
  all.appoint("50-auditor", { unit: "50", role: "auditor" });
  for (const district of ["500103", "500108"]) {
    all.appoint(`${district}-centre-1`, { unit: district, role: "districtCentre" });
    all.appoint(`${district}-supervisor`, { unit: district, role: "supervisor" });
    for (const department of ["D23", "D32"])
      all.appoint(`${district}-${department}`, { unit: district, role: "department", department });
  }
  for (const town of towns) {
    appointTown(all, town, posts);
    for (const code of villages.filter((village) => village.startsWith(town)))
      appointVillage(all, {
        code,
        isCommunity: true,
        grids: grids.filter((grid) => grid.startsWith(code)),
        guide: `${town}-DJ08-a`,
      });
  }
  return all;
}

export type IdentityServer = {
  app: App;
  context: Context;
  setNow: (now: number) => void;
  close: () => Promise<void>;
};

/** A process of its own on the same database: memory starts empty. */
export async function startIdentityServer(
  database: TestDatabase,
  settings: Record<string, string> = {},
): Promise<IdentityServer> {
  const config = readConfig({ LOG_LEVEL: "silent", SECRET_KEY: secretKey, ...settings });
  const log = createLogger(config.LOG_LEVEL);
  let now: number | undefined;
  const context: Context = {
    config,
    log,
    db: database.db,
    databaseUrl: database.url,
    now: () => now ?? Date.now(),
    secrets: createSecrets(secretKey),
    units: await loadUnitDirectory(database.db),
    configuration: await loadConfigurationStore(database.db),
    keyPlaces: await loadKeyPlaces(database.db),
    files: createFolderStore("/nonexistent"),
    hint: () => undefined,
  };
  const app = await createApp(config, log);
  registerIdentity(app, context);
  registerIdentityRoutes(app, context);
  registerOrganisationRoutes(app, context);
  registerAuditRoutes(app, context);
  await app.ready();
  return {
    app,
    context,
    setNow: (value) => {
      now = value;
    },
    close: () => app.close(),
  };
}

export type Browser = {
  cookie: string;
  csrf: string;
  request: (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ) => Promise<Reply>;
};
/** Bodies have many shapes; a test names the parts it looks at. */
export type Reply = {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, unknown>;
};

/** Keeps the cookie it is given and sends the session's token, as the pages do. */
export function browser(server: IdentityServer, address = "192.0.2.10"): Browser {
  const self: Browser = {
    cookie: "",
    csrf: "",
    async request(method, url, body, headers = {}) {
      const answer = await server.app.inject({
        method,
        url,
        remoteAddress: address,
        headers: {
          ...(self.cookie ? { cookie: self.cookie } : {}),
          ...(self.csrf && method !== "GET" ? { "x-csrf-token": self.csrf } : {}),
          ...headers,
        },
        ...(body ? { payload: body } : {}),
      });
      const set = answer.cookies.find(({ name }) => name === "gezhi_session");
      if (set) self.cookie = set.value ? `gezhi_session=${set.value}` : "";
      const json = /json/.test(answer.headers["content-type"] ?? "") && answer.body !== "";
      const parsed = (json ? JSON.parse(answer.body) : {}) as Record<string, unknown>;
      if (typeof parsed.csrfToken === "string") self.csrf = parsed.csrfToken;
      return { status: answer.statusCode, body: parsed, headers: answer.headers };
    },
  };
  return self;
}

export async function signedIn(
  server: IdentityServer,
  username: string,
  password = demoPassword,
): Promise<Browser> {
  const own = browser(server);
  const answer = await own.request("POST", "/api/session", { username, password });
  if (answer.status !== 200)
    throw new Error(`${username} could not sign in: ${JSON.stringify(answer.body)}`);
  return own;
}
