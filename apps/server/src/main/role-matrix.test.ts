import { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { Role } from "@gezhi/contract/identity.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roleMatrix } from "../features/identity/role-matrix.ts";
import type { Sight } from "../features/identity/role-matrix-row.ts";
import { routeGroups, type RouteGroup } from "../features/identity/route-groups.ts";
import { asks, everyAct } from "./role-matrix-asks-testing.ts";
import {
  actsOf,
  leaks,
  startWorld,
  type Answer,
  type Ask,
  type Known,
  type Person,
  type World,
} from "./role-matrix-testing.ts";

const changesSession = /^DELETE |^POST \/api\/(session|demo)/;
/** Ask for a device's password, whoever is signed in: `ingest-link.test.ts`, `doors.test.ts`, `clips.test.ts`. */
const ofDevices = ["POST /api/telemetry", "POST /api/telemetry/clips", "POST /api/door-checks"];
/** Asked in tests of their own. */
const separately = [
  ...ofDevices,
  "GET /api/live",
  "POST /api/incidents/:id/acts",
  "POST /api/reveals",
  "POST /api/alarms/:id/acts",
  "POST /api/alarms/:id/accepted-calls",
  "POST /api/alarm-acts",
  // Of falling objects only, by roles of their own: `clip-openings.test.ts`, `evidence-packs.test.ts`.
  "POST /api/alarms/:id/original-requests",
  "POST /api/alarms/:id/evidence-packs",
  "GET /api/alarms/:id/evidence-pack",
];
/** Groups whose answer depends on where the incident lies. */
const aboutIncident: readonly RouteGroup[] = [
  "records",
  "statistics",
  "breakdown",
  "staff",
  "handlers",
];
/** What somebody may do about a matter whose people and words they do not see. */
const withoutSeeing: readonly string[] = ["urge", "supervise", "note"];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const groupOf = new Map<string, RouteGroup>(
  Object.entries(routeGroups).flatMap(([group, routes]) =>
    routes.map((route): [string, RouteGroup] => [route, group as RouteGroup]),
  ),
);
const methodOf = (route: string): string => route.split(" ")[0]!;
const ask = (person: Person, route: string, of: Known) =>
  person.send(methodOf(route), asks[route]!(of));

/** Every trace of an incident in an answer that this role may not see. */
const leaked = (role: Role, answer: Answer, asked: Ask): string[] =>
  world.sights(role).flatMap(({ known, sight }) => leaks(answer.text, asked, known, sight));

test("every route stands in the matrix, and every line of the matrix is a route", async () => {
  const { body } = await world.stranger.send("GET", { path: "/api/openapi.json" });
  const routes = Object.entries(body.paths!).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ),
  );
  const undocumented = ["GET /api/openapi.json", "GET /api/docs"];

  expect([...routes, ...undocumented].toSorted()).toEqual([...groupOf.keys()].toSorted());
  expect(Object.keys(asks).toSorted()).toEqual([...groupOf.keys()].toSorted());
});

test("without an account only the open routes answer, and none of them tells of an incident", async () => {
  const known = world.incident(roleMatrix.dispatcher.own);
  const wrong: string[] = [];
  for (const [route, group] of groupOf) {
    if ((changesSession.test(route) && group === "open") || ofDevices.includes(route)) continue;
    const asked = asks[route]!(known);
    const answer = await world.stranger.send(methodOf(route), asked);
    const right = group === "open" ? ![401, 500].includes(answer.status) : answer.status === 401;
    if (!right) wrong.push(`${route}: ${answer.status}`);
    for (const trace of leaks(answer.text, asked, known, "none"))
      wrong.push(`${route} gives away ${trace}`);
  }
  expect(wrong).toEqual([]);
});

type Question = { role: Role; route: string; group: RouteGroup; which: string; sight: Sight };

/** Whether the matrix promises this status. */
function isRight(status: number, { role, route, group, which, sight }: Question): boolean {
  const { groups, unit } = roleMatrix[role];
  const may = groups.some((own) => own === group);
  const answered = status !== 401 && status !== 403 && status !== 500;
  // A file's link and a program's key speak for themselves; the demo's password is nobody's to change.
  if (group === "open" || group === "signedIn")
    return answered || (status === 403 && /files|open311|password|visitor/.test(route));
  if (group === "statistics" || group === "outbox") return status === 200;
  if (group === "records" && !route.includes(":id")) return status === 200;
  if (group === "records" && sight === "none") return status === 404;
  if (group === "records")
    return status === (route.endsWith("case-file") && sight === "masked" ? 403 : 200);
  if (!may) return status === 403;
  if (group !== "staff" && group !== "handlers" && group !== "breakdown") return answered;
  if (which === "own" || unit === "50") return status === 200;
  return which === "far" ? status === 403 : status === 200 || status === 403;
}

describe.each(Role.options)("%s", (role) => {
  const { groups, unit, reveals } = roleMatrix[role];

  test("is answered or refused on every route as the matrix says, and reads nothing that is not theirs", async () => {
    const person = world.person(role);
    const wrong: string[] = [];
    for (const { which, known, sight } of world.sights(role))
      for (const [route, group] of groupOf) {
        if (changesSession.test(route) || separately.includes(route)) continue;
        if (which !== "own" && !aboutIncident.includes(group)) continue;
        const answer = await ask(person, route, known);
        if (!isRight(answer.status, { role, route, group, which, sight }))
          wrong.push(`${route} ${which} (${sight}): ${answer.status} ${answer.text.slice(0, 120)}`);
        // The log names incidents whose people were looked up.
        const traces = group === "audit" ? [] : leaked(role, answer, asks[route]!(known));
        wrong.push(...traces.map((trace) => `${route} ${which} (${sight}) gives away ${trace}`));
      }
    expect(wrong).toEqual([]);
  });

  test("reads an incident whole, masked or not at all", async () => {
    for (const { which, known, sight } of world.sights(role)) {
      const { status, body, text } = await ask(world.person(role), "GET /api/incidents/:id", known);
      const report = body.reportsList?.[0];
      const photo = await fetch(`${world.url}${body.attachments?.[0]?.url ?? "/api/none"}`);
      const whole = sight === "full";

      expect({
        which,
        status,
        masked: body.masked,
        words: text.includes(known.hidden),
        name: report?.reporter,
        phone: report?.phone,
        photo: photo.status,
      }).toEqual({
        which,
        status: sight === "none" ? 404 : 200,
        masked: sight === "none" ? undefined : !whole,
        words: whole,
        name: whole ? "讳**" : sight === "none" ? undefined : "",
        phone: whole
          ? `139****${known.reporter.phone.slice(-4)}`
          : sight === "none"
            ? undefined
            : null,
        photo: whole ? 200 : 404,
      });
      expect(text).not.toContain(known.reporter.name);
    }
  });

  test("finds in lists, in search and in tables exactly what they see", async () => {
    const person = world.person(role);
    const found: unknown[] = [];
    const expected: unknown[] = [];
    for (const { which, known, sight } of world.sights(role)) {
      const { number, receipt, shown, hidden } = known;
      for (const path of [
        "?list=all&limit=200",
        `?q=${number}`,
        `?q=${receipt}`,
        `?q=${shown}`,
        `?q=${hidden}`,
      ]) {
        const { body } = await person.send("GET", { path: `/api/incidents${path}` });
        found.push({
          which,
          path,
          seen: body.items!.some(({ id }) => id === known.id),
        });
        expected.push({
          which,
          path,
          seen: path.endsWith(hidden) ? sight === "full" : sight !== "none",
        });
      }
      const csv = await person.send("GET", { path: "/api/incidents.csv?list=all" });
      found.push({ which, csv: csv.text.includes(number) });
      expected.push({ which, csv: sight !== "none" });
    }
    expect(found).toEqual(expected);
  });

  test("has no list that tells more", async () => {
    for (const list of ["queue", "inbox", "mine", "escalations", "recheck", "all"]) {
      const asked = { path: `/api/incidents?list=${list}&limit=200` };
      const traces = leaked(role, await world.person(role).send("GET", asked), asked);
      expect({ list, traces }).toEqual({ list, traces: [] });
    }
  });

  test("counts what they may open, or the whole unit where its statistics are theirs", async () => {
    const person = world.person(role);
    const seen: string[] = [];
    for (const known of world.incidents)
      if ((await ask(person, "GET /api/incidents/:id", known)).status === 200)
        seen.push(known.place);
    for (const place of [unit, "500103003", "500108102"]) {
      const { body } = await person.send("GET", { path: `/api/incident-counts?unit=${place}` });
      const counts = IncidentCounts.parse(body);
      const whole = groups.some((group) => group === "statistics") && place.startsWith(unit);
      const reported = whole
        ? await world.countAll(place)
        : seen.filter((code) => code.startsWith(place)).length;
      expect({ place, reported: counts.reported }).toEqual({ place, reported });
      expect(counts.open + counts.closed + counts.rejected + counts.merged).toBe(reported);
    }
  });

  test("can do only what is offered, and what is refused changes nothing", async () => {
    const person = world.person(role);
    const wrong: string[] = [];
    for (const { which, known, sight } of world.sights(role)) {
      const { body } = await ask(person, "GET /api/incidents/:id", known);
      const offered = actsOf(body);
      const hidden =
        sight === "masked" ? offered.filter((act) => !withoutSeeing.includes(act)) : [];
      wrong.push(...hidden.map((act) => `${act} is offered on what is masked (${which})`));

      const before = await world.stateOf(known);
      const few = ["note", "accept", "merge"];
      for (const act of everyAct(known)) {
        if (offered.includes(act.act) || (sight === "none" && !few.includes(act.act))) continue;
        const asked = { path: `/api/incidents/${known.id}/acts`, body: act };
        const answer = await person.send("POST", asked);
        const right =
          sight === "none" ? answer.status === 404 : answer.status >= 400 && answer.status < 500;
        if (!right)
          wrong.push(
            `${act.act} ${which} (${sight}): ${answer.status} ${answer.text.slice(0, 100)}`,
          );
        wrong.push(
          ...leaked(role, answer, asked).map((trace) => `${act.act} ${which} gives away ${trace}`),
        );
      }
      expect(await world.stateOf(known)).toEqual(before);
    }
    expect(wrong).toEqual([]);
  });

  test("may ask for what the table marks A and nothing else, and has it only while another's approval holds", async () => {
    const { onApproval, own } = roleMatrix[role];
    const person = world.person(role);
    const known = world.incident(own);
    const request = (opens: string) =>
      person.send("POST", {
        path: "/api/approvals",
        body: { number: known.number, opens, reason: "督查回访这件事" },
      });
    const look = async () => ({
      masked: (await ask(person, "GET /api/incidents/:id", known)).body.masked,
      file: (await ask(person, "GET /api/incidents/:id/case-file", known)).status,
      phone: (await ask(person, "POST /api/reveals", known)).status,
    });
    const before = await look();

    const answers = { detail: await request("detail"), persons: await request("persons") };
    for (const [opens, { status }] of Object.entries(answers))
      expect({ opens, asked: status === 201 }).toEqual({
        opens,
        asked: onApproval?.opens === opens,
      });
    if (!onApproval) return;

    const { id } = answers[onApproval.opens].body;
    const decide = (by: Person) =>
      by.send("POST", { path: `/api/approvals/${id}/decisions`, body: { approve: true } });
    expect((await decide(person)).status).toBe(403);
    expect(await look()).toEqual(before);
    expect((await decide(world.person(onApproval.by))).status).toBe(200);
    expect(await look()).toEqual(
      onApproval.opens === "detail"
        ? { masked: false, file: 403, phone: 403 }
        : { ...before, phone: 200 },
    );
    const path = `/api/approvals/${id}/revocations`;
    expect((await world.person(onApproval.by).send("POST", { path })).status).toBe(200);
    expect(await look()).toEqual(before);
  });

  test("can do with an alarm only what is offered", async () => {
    const person = world.person(role);
    const wrong: string[] = [];
    for (const { which, known, sight } of world.sights(role)) {
      const { body } = await ask(person, "GET /api/alarms/:id", known);
      const offered = actsOf(body);
      for (const act of ["acknowledge", "confirm", "callFalse", "clear", "mute"]) {
        if (offered.includes(act)) continue;
        const asked = { path: `/api/alarms/${known.alarm}/acts`, body: { act, reason: "试验" } };
        const { status } = await person.send("POST", asked);
        if (status !== (sight === "none" ? 404 : 403)) wrong.push(`${act} ${which}: ${status}`);
      }
      const call = await ask(person, "POST /api/alarms/:id/accepted-calls", known);
      const refused = sight === "none" || offered.includes("acknowledge") ? 404 : 403;
      if (call.status !== refused) wrong.push(`accepted call ${which}: ${call.status}`);
      if (offered.includes("acknowledge")) continue;
      const all = await ask(person, "POST /api/alarm-acts", known);
      const rows = all.body.results ?? [];
      if (all.status !== (sight === "none" ? 404 : 200) || rows.some(({ ok }) => ok))
        wrong.push(`all alarms ${which}: ${all.status} ${all.text.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
  });

  test("has a reporter's phone shown only as the matrix says, each time on record", async () => {
    const person = world.person(role);
    for (const { which, known, sight } of world.sights(role))
      for (const urgency of ["blue", "red"] as const) {
        await world.setUrgency(known, urgency);
        const before = await world.countAudits(known);
        const { status, body } = await ask(person, "POST /api/reveals", known);
        const recorded = (await world.countAudits(known)) - before;
        await world.setUrgency(known, "blue");

        const allowed =
          which === "own" &&
          sight === "full" &&
          (reveals === "always" || (reveals === "urgent" && urgency === "red"));
        const refused = {
          which,
          urgency,
          status: sight === "none" ? 404 : 403,
          value: undefined,
          recorded: 0,
        };
        const shown = { which, urgency, status: 200, value: known.reporter.phone, recorded: 1 };
        expect({ which, urgency, status, value: body.value, recorded }).toEqual(
          allowed ? shown : refused,
        );
      }
  });
});

test("who has signed out is a stranger", async () => {
  const person = world.person("auditor");
  const known = world.incidents[0]!;
  expect((await ask(person, "DELETE /api/session", known)).status).toBe(204);
  expect((await ask(person, "GET /api/audit", known)).status).toBe(401);
});
