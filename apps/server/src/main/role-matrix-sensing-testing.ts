import { v7 } from "uuid";
import { initialAlarmRules, initialProfiles } from "../features/configuration/initial-sensing.ts";
import type { TestServer } from "../platform/testing/server.ts";
import type { Ask, Known } from "./role-matrix-testing.ts";

const nobody = "500103-01920000-0000-7000-8000-00000000abcd";
const reason = { reason: "工作需要" };
const noScenario = {
  format: "gezhi-scenario/1",
  code: "matrix",
  name: "试验",
  version: "1",
  parts: {},
};
let number = 0;
const device = (unit: string) => ({
  code: `MATRIX-${++number}`,
  name: "测试烟感",
  profile: "SE04",
  unit: unit.slice(0, 15),
});

const contact = (place: string) => ({
  unit: place.slice(0, 9),
  party: "power",
  name: "试验抢修班",
  phone: "000-0000",
  order: 1,
});

/** An alarm of the sample's incident, with words that only who sees it whole may read. */
export async function alarmSample(
  server: TestServer,
  known: Omit<Known, "alarm">,
): Promise<string> {
  const [district, id] = [known.id.slice(0, 6), v7()];
  const at = new Date();
  await server.owner
    .insertInto("alarms")
    .values({
      district,
      id,
      number: `G-${known.number}`,
      device: -Number(/\d+/.exec(known.hidden)?.[0]),
      rule: "SE04",
      rule_name: "独立式烟感",
      rule_version: 1,
      category: "090102",
      status: "raised",
      level: "red",
      peak: "red",
      reading: "烟雾报警状态：是",
      unit: known.place,
      town: known.place.slice(0, 9),
      place: known.shown,
      party_units: [...known.parties],
      raised_at: at,
      updated_at: at,
      signalled_at: at,
      correlation_group: "fire",
      verdict_reason: known.hidden,
      incident: known.id.slice(7),
    })
    .execute();
  await server.owner
    .insertInto("alarm_steps")
    .values({ district, alarm: id, seq: 1, at, act: "raise", text: known.hidden, actor: "系统" })
    .execute();
  return `${district}-${id}`;
}

/** How each route about devices and alarms is asked; see `role-matrix-asks-testing.ts`. */
export const sensingAsks: Record<string, (of: Known) => Ask> = {
  "GET /api/fire-lanes": ({ place }) => ({ path: `/api/fire-lanes?unit=${place.slice(0, 9)}` }),
  "GET /api/incidents/:id/lane-stops": ({ id }) => ({ path: `/api/incidents/${id}/lane-stops` }),
  "POST /api/incidents/:id/lane-stops": ({ id }) => ({
    path: `/api/incidents/${id}/lane-stops`,
    body: { plate: "渝A00001" },
  }),
  "GET /api/ways/:call": () => ({ path: `/api/ways/${nobody}?token=${"x".repeat(43)}` }),
  "GET /api/scenarios": () => ({ path: "/api/scenarios" }),
  "POST /api/scenario-exports": ({ place }) => ({
    path: "/api/scenario-exports",
    body: {
      unit: place.slice(0, 6),
      about: { code: "matrix", name: "试验", version: "1" },
      categories: ["0902"],
    },
  }),
  "POST /api/scenario-plans": ({ place }) => ({
    path: "/api/scenario-plans",
    body: { unit: place.slice(0, 6), scenario: noScenario },
  }),
  "POST /api/scenario-installations": ({ place }) => ({
    path: "/api/scenario-installations",
    body: { unit: place.slice(0, 6), scenario: noScenario, reason: "试验", baseVersions: {} },
  }),
  "GET /api/incidents/:id/forms": ({ id }) => ({ path: `/api/incidents/${id}/forms` }),
  "POST /api/incidents/:id/forms/:form": ({ id }) => ({
    path: `/api/incidents/${id}/forms/ZZ99`,
    body: { seen: 0, answers: {} },
  }),
  "POST /api/incidents/:id/forms/:form/reveal": ({ id }) => ({
    path: `/api/incidents/${id}/forms/ZZ99/reveal`,
    body: reason,
  }),
  "POST /api/lane-stops/:id/owner-calls": () => ({ path: `/api/lane-stops/${nobody}/owner-calls` }),
  "POST /api/lane-stops/:id/tows": () => ({ path: `/api/lane-stops/${nobody}/tows` }),
  "POST /api/lane-stops/:id/departures": () => ({
    path: `/api/lane-stops/${nobody}/departures`,
    body: { how: "left" },
  }),
  "POST /api/lane-stops/:id/reveal": () => ({
    path: `/api/lane-stops/${nobody}/reveal`,
    body: reason,
  }),
  "GET /api/devices": () => ({ path: "/api/devices" }),
  "GET /api/devices/states": ({ place }) => ({
    path: `/api/devices/states?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/devices/export.csv": ({ place }) => ({
    path: `/api/devices/export.csv?unit=${place.slice(0, 9)}`,
  }),
  "GET /api/devices/:id": () => ({ path: `/api/devices/${nobody}` }),
  "POST /api/devices": ({ place }) => ({ path: "/api/devices", body: device(place) }),
  "PUT /api/devices/:id": ({ place }) => ({ path: `/api/devices/${nobody}`, body: device(place) }),
  "POST /api/devices/:id/retirement": () => ({
    path: `/api/devices/${nobody}/retirement`,
    body: reason,
  }),
  "POST /api/devices/:id/password-reset": () => ({
    path: `/api/devices/${nobody}/password-reset`,
  }),
  "PUT /api/devices/:id/maintenance": () => ({
    path: `/api/devices/${nobody}/maintenance`,
    body: { until: new Date(Date.now() + 3_600_000).toISOString(), ...reason },
  }),
  "DELETE /api/devices/:id/maintenance": () => ({ path: `/api/devices/${nobody}/maintenance` }),
  "POST /api/devices/:id/reveal": () => ({ path: `/api/devices/${nobody}/reveal`, body: reason }),
  "POST /api/devices/:id/place-reveals": () => ({
    path: `/api/devices/${nobody}/place-reveals`,
    body: reason,
  }),
  "GET /api/devices/:id/readings": () => ({
    path: `/api/devices/${nobody}/readings?metric=smoke&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`,
  }),
  "GET /api/devices/:id/forecasts": () => ({ path: `/api/devices/${nobody}/forecasts` }),
  "GET /api/forecasts": ({ place }) => ({ path: `/api/forecasts?unit=${place.slice(0, 9)}` }),
  "POST /api/telemetry": () => ({
    path: "/api/telemetry",
    body: { messages: [{ device: "nobody", payload: {} }] },
  }),
  "POST /api/telemetry/clips": () => ({
    path: "/api/telemetry/clips",
    upload: { name: "a.jpg", type: "image/jpeg", content: "none" },
  }),
  "GET /api/alarms/:id/clips": ({ alarm }) => ({ path: `/api/alarms/${alarm}/clips` }),
  "GET /api/incidents/:id/clips": ({ id }) => ({ path: `/api/incidents/${id}/clips` }),
  "POST /api/alarms/:id/original-requests": ({ alarm }) => ({
    path: `/api/alarms/${alarm}/original-requests`,
    body: { reason: "核实抛物楼层" },
  }),
  "POST /api/alarms/:id/evidence-packs": ({ alarm }) => ({
    path: `/api/alarms/${alarm}/evidence-packs`,
    body: reason,
  }),
  "GET /api/alarms/:id/evidence-pack": ({ alarm }) => ({
    path: `/api/alarms/${alarm}/evidence-pack?token=none`,
  }),
  "POST /api/clips/:id/openings": () => ({ path: `/api/clips/${nobody}/openings`, body: reason }),
  "POST /api/telemetry/trials": () => ({
    path: "/api/telemetry/trials",
    body: { profile: initialProfiles.profiles[0], payload: "{}" },
  }),
  "GET /api/alarms": () => ({ path: "/api/alarms?list=all&limit=200" }),
  "GET /api/alarms.csv": () => ({ path: "/api/alarms.csv?list=all" }),
  "POST /api/alarm-acts": ({ id }) => ({
    path: "/api/alarm-acts",
    body: { incident: id, act: "acknowledge" },
  }),
  "GET /api/alarms/:id": ({ alarm }) => ({ path: `/api/alarms/${alarm}` }),
  "POST /api/alarms/:id/acts": ({ alarm }) => ({
    path: `/api/alarms/${alarm}/acts`,
    body: { act: "acknowledge" },
  }),
  "POST /api/alarms/:id/accepted-calls": ({ alarm }) => ({
    path: `/api/alarms/${alarm}/accepted-calls`,
    body: { party: "family" },
  }),
  "GET /api/alarm-precision": ({ place }) => ({
    path: `/api/alarm-precision?unit=${place.slice(0, 9)}`,
  }),
  "POST /api/alarm-precision/:rule/downgrades": ({ place }) => ({
    path: "/api/alarm-precision/SE01/downgrades",
    body: { unit: place.slice(0, 9), ...reason },
  }),
  "POST /api/rule-replays": ({ place }) => ({
    path: "/api/rule-replays",
    body: { unit: place.slice(0, 9), rule: initialAlarmRules.rules[0], days: 1 },
  }),
  "POST /api/outside-calls/answers": () => ({
    path: "/api/outside-calls/answers",
    body: { key: nobody.slice(7), accepted: true },
  }),
  "GET /api/outside-contacts": ({ place }) => ({
    path: `/api/outside-contacts?unit=${place.slice(0, 9)}`,
  }),
  "POST /api/outside-contacts": ({ place }) => ({
    path: "/api/outside-contacts",
    body: contact(place),
  }),
  "PUT /api/outside-contacts/:id": ({ place }) => ({
    path: `/api/outside-contacts/${nobody}`,
    body: contact(place),
  }),
  "DELETE /api/outside-contacts/:id": () => ({ path: `/api/outside-contacts/${nobody}` }),
  "POST /api/devices/import": () => ({
    path: "/api/devices/import?dryRun=true",
    upload: { name: "a.csv", type: "text/csv", content: "a,b\n1,2\n" },
  }),
};
