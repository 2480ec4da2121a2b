import type { AddressInfo } from "node:net";
import { Role } from "@gezhi/contract/identity.ts";
import { keyOf } from "@gezhi/contract/ids.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { roleMatrix } from "../features/identity/role-matrix.ts";
import type { Sample, Sight } from "../features/identity/role-matrix-row.ts";
import { hashOf } from "../features/identity/session-store.ts";
import { announce, type Announcement } from "../features/live/live-commands.ts";
import { startLiveLink, type LiveLink } from "../features/live/live-link.ts";
import { signedIn } from "../features/live/live-testing.ts";
import { write } from "../platform/database/scope.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";
import { reportInPublic, reportSample } from "./role-matrix-reports-testing.ts";

export type Ask = {
  path: string;
  body?: unknown;
  upload?: { name: string; type: string; content: string };
};
/** What the tests look into, of the answers of all routes. */
type Looked = {
  id?: string;
  number?: string;
  masked?: boolean;
  value?: string;
  actions?: (string | { act: string })[];
  items?: { id?: string }[];
  results?: { ok: boolean }[];
  reportsList?: { reporter?: string; phone?: string | null }[];
  attachments?: { url: string }[];
  paths?: Record<string, object>;
};
/** What is offered: acts, or their names alone. */
export const actsOf = ({ actions = [] }: Looked): string[] =>
  actions.map((one) => (typeof one === "string" ? one : one.act));
export type Answer = { status: number; text: string; body: Looked };

/** Somebody with a session, or a stranger. */
export type Person = {
  role: Role | null;
  account: string | null;
  cookie: string;
  send: (method: string, ask: Ask) => Promise<Answer>;
};

/** An incident of the test with what must not be read by those who see it masked, or not at all. */
export type Known = Sample & {
  id: string;
  number: string;
  receipt: string;
  report: string;
  /** An alarm that hangs on it. */
  alarm: string;
  reporter: { name: string; phone: string };
  /** A word of its address, shown masked. */
  shown: string;
  /** A word of what was reported, its number in another system, and the photo. */
  hidden: string;
  foreign: string;
  file: string;
  photo: string;
};

/** Ids and words by which an answer gives the incident away, and those that tell of people. */
const traces = (known: Known): { any: string[]; personal: string[] } => {
  const { phone, name } = known.reporter;
  const personal = [
    known.hidden,
    name,
    phone,
    `${phone.slice(0, 3)}****${phone.slice(-4)}`,
    known.file,
  ];
  return {
    any: [
      known.id.slice(7),
      known.number,
      known.receipt,
      known.report.slice(7),
      known.shown,
      ...personal,
    ],
    personal,
  };
};

/** What must not stand in the answer but does; what the question itself said is no news. */
export function leaks(answer: string, asked: Ask, known: Known, sight: Sight): string[] {
  if (sight === "full") return [];
  const said = JSON.stringify(asked);
  return traces(known)[sight === "none" ? "any" : "personal"].filter(
    (trace) => answer.includes(trace) && !said.includes(trace),
  );
}

const nameOf = ({ place, parties }: Sample): string => [place, ...parties.toSorted()].join(" ");

/** A town beside the one of most roles, and a street of another district. */
const neighbour: Sample = { place: "500103003016001", parties: ["500103003016001"] };
const farAway: Sample = { place: "500108102001002", parties: ["500108102001002"] };
/** Nobody's of the district but those who look over all of it. */
const sightOfNeighbour = (role: Role): Sight =>
  role === "districtCentre" || role === "supervisor" ? "masked" : "none";

/** In the own unit, in another one, in a town beside most roles', in another district. */
export type Seen = { which: "own" | "other" | "near" | "far"; known: Known; sight: Sight };

export type World = Awaited<ReturnType<typeof startWorld>>;

/** The server on a port with its fan-out, one person of each role, and every sample of the matrix as a real report. */
export async function startWorld() {
  let fanout: LiveLink | undefined;
  const link: LiveLink = {
    process: () => fanout?.process(),
    handOver: (socket, subscription) => fanout?.handOver(socket, subscription),
    listeners: () => fanout?.listeners() ?? 0,
    close: async () => fanout?.close(),
  };
  const server = await startTestServer({}, link);
  fanout = await startLiveLink(server.url, server.context.log, { logLevel: "silent" });
  await server.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const stranger: Person = { role: null, account: null, cookie: "", send: sender(url, "", "") };
  const people = new Map<Role, Person>();
  for (const role of Role.options) people.set(role, await personOf(server, url, role));
  const samples = [
    neighbour,
    farAway,
    ...Role.options.flatMap((role) => [roleMatrix[role].own, roleMatrix[role].other]),
  ];
  const incidents = new Map<string, Known>();
  for (const sample of samples)
    if (!incidents.has(nameOf(sample)))
      incidents.set(
        nameOf(sample),
        await reportSample(server, url, stranger, sample, incidents.size + 10),
      );
  // Each was parked while the next was reported, so that alike ones in one place stayed apart.
  await server.owner.updateTable("incidents").set({ status: "registered" }).execute();
  return {
    server,
    url,
    stranger,
    person: (role: Role): Person => people.get(role)!,
    incident: (sample: Sample): Known => incidents.get(nameOf(sample))!,
    incidents: [...incidents.values()],
    /** What this role sees of each incident that the test asks about. */
    sights: (role: Role): Seen[] => {
      const { own, other } = roleMatrix[role];
      const of = (sample: Sample) => incidents.get(nameOf(sample))!;
      return [
        { which: "own", known: of(own), sight: own.sight },
        { which: "other", known: of(other), sight: other.sight },
        { which: "near", known: of(neighbour), sight: sightOfNeighbour(role) },
        { which: "far", known: of(farAway), sight: "none" },
      ];
    },
    ...behindTheScenes(server),
    reportInPublic: (place: Position) => reportInPublic(url, stranger, place),
    close: () => server.close(),
  };
}

/** What the test looks up or arranges in the database itself. */
function behindTheScenes({ owner, context }: TestServer) {
  return {
    tell: (announcements: readonly Announcement[]) =>
      write(context.db, "system", (tx) => announce(tx, announcements)),
    stateOf: ({ id }: Known) =>
      owner
        .selectFrom("incidents")
        .select(["status", "timeline_seq", "party_units"])
        .where("district", "=", keyOf(id).district)
        .where("id", "=", keyOf(id).id)
        .executeTakeFirstOrThrow(),
    setUrgency: ({ id }: Known, urgency: "red" | "blue") =>
      owner
        .updateTable("incidents")
        .set({ urgency })
        .where("district", "=", keyOf(id).district)
        .where("id", "=", keyOf(id).id)
        .execute(),
    countAll: async (unit: string): Promise<number> => {
      const rows = await owner
        .selectFrom("incidents")
        .select("id")
        .where("unit", ">=", unit)
        .where("unit", "<", `${unit}~`)
        .execute();
      return rows.length;
    },
    countAudits: async ({ report }: Known): Promise<number> => {
      const rows = await owner
        .selectFrom("audit_log")
        .select("id")
        .where("subject", "=", report)
        .execute();
      return rows.length;
    },
    notify: async (account: string): Promise<string> => {
      const id = v7();
      await owner
        .insertInto("notices")
        .values({
          district: "500103",
          id,
          account,
          act: "urge",
          urgency: "yellow",
          title: "催办",
          body: "请尽快办理",
          cause: id,
          created_at: new Date(),
        })
        .execute();
      return id;
    },
    readAt: async (id: string): Promise<Date | null> =>
      (
        await owner
          .selectFrom("notices")
          .select("read_at")
          .where("id", "=", id)
          .executeTakeFirstOrThrow()
      ).read_at,
  };
}

async function personOf(server: TestServer, url: string, role: Role): Promise<Person> {
  const { username, unit } = roleMatrix[role];
  if (username === null) {
    const { account, cookie } = await signedIn(server.owner, hashOf, { unit, role });
    return { role, account, cookie, send: sender(url, cookie, "csrf") };
  }
  const answer = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username }),
  });
  const me = (await answer.json()) as { account: string; csrfToken: string };
  const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
  return { role, account: me.account, cookie, send: sender(url, cookie, me.csrfToken) };
}

const sender =
  (url: string, cookie: string, csrf: string): Person["send"] =>
  async (method, { path, body, upload }) => {
    const form = new FormData();
    if (upload) form.append("file", new Blob([upload.content], { type: upload.type }), upload.name);
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(cookie && method !== "GET" ? { "x-csrf-token": csrf } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(upload ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get("content-type") ?? "");
    return { status: answer.status, text, body: json && text ? (JSON.parse(text) as Looked) : {} };
  };
