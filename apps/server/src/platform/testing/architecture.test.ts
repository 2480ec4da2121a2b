import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AlarmStatus, AlarmStep, OutsideCallStatus } from "@gezhi/contract/alarms.ts";
import { AccessKind } from "@gezhi/contract/approvals.ts";
import { CareWay, ConsentBy, VisitOutcome } from "@gezhi/contract/care.ts";
import { ConfigurationKind } from "@gezhi/contract/configuration.ts";
import { DeviceState } from "@gezhi/contract/devices.ts";
import { HandoutEnd } from "@gezhi/contract/handouts.ts";
import { Shift } from "@gezhi/contract/duty.ts";
import {
  HotSpotStatus,
  IssueClassStatus,
  MeasureKind,
  MeasureStatus,
} from "@gezhi/contract/hot-spots.ts";
import { Holder, Role } from "@gezhi/contract/identity.ts";
import { ClockView } from "@gezhi/contract/clock-views.ts";
import * as incidents from "@gezhi/contract/incidents.ts";
import { LiveKind } from "@gezhi/contract/live.ts";
import { Channel } from "@gezhi/contract/notices.ts";
import { PlaceKind } from "@gezhi/contract/places.ts";
import { FormEvery, FormOutcome } from "@gezhi/contract/burden.ts";
import { LaneDeparture } from "@gezhi/contract/fire-lanes.ts";
import { FeedbackState } from "@gezhi/contract/feedback.ts";
import { ListAnswer, ListAsked } from "@gezhi/contract/four-lists.ts";
import { PlotKind, PlotVersion } from "@gezhi/contract/plots.ts";
import { PositionSource, ReportSource } from "@gezhi/contract/reports.ts";
import { OutsideParty } from "@gezhi/contract/sensing.ts";
import { UnitLevel } from "@gezhi/contract/units.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

const root = join(import.meta.dirname, "../../../../..");
const files = globSync(
  ["apps/**/*.{ts,tsx,mjs}", "packages/**/*.ts", "bench/**/*.ts", "scripts/**/*", "tests/**/*.ts"],
  {
    cwd: root,
    exclude: (path) => /node_modules|[/\\]dist$|generated\.ts$/.test(path),
  },
).filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const importsOf = (file: string) =>
  [...read(file).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
const features = "apps/server/src/features/";
const featureOf = (file: string) =>
  file.startsWith(features) ? file.slice(features.length).split("/")[0]! : undefined;
const isTest = (file: string) => /\.test\.tsx?$|-testing\.ts$|\/testing\//.test(file);

/** Who alone may write a table. */
const owners: Record<string, string> = {
  live_log: "live",
  idempotency_keys: "reports",
  reports: "reports",
  audit_log: "audit",
  units: "units",
  unit_boundaries: "units",
  configurations: "configuration",
  taught_words: "classification",
  accounts: "identity|organisation",
  appointments: "organisation",
  sessions: "identity",
  sign_in_attempts: "identity",
  oidc_flows: "identity",
  incidents: "incidents",
  work_orders: "incidents",
  act_requests: "incidents",
  ratings: "incidents",
  ended_counts: "incidents",
  figure_deltas: "figures",
  figure_cells: "figures",
  assessment_objections: "figures",
  timeline: "timeline",
  clocks: "clocks",
  clock_entries: "clocks",
  clock_rungs: "clocks",
  files: "files",
  attachments: "files",
  notices: "notices",
  deliveries: "notices",
  push_subscriptions: "notices",
  push_keys: "notices",
  acceptance_chains: "notices",
  chain_steps: "notices",
  phone_codes: "reports",
  access_grants: "approvals",
  duty_shifts: "duty",
  deputy_matters: "deputies",
  devices: "devices",
  device_states: "devices",
  device_state_changes: "devices",
  device_handouts: "devices",
  readings: "telemetry",
  reading_hours: "telemetry",
  reading_marks: "telemetry",
  rule_states: "alarms",
  alarm_signals: "alarms",
  alarms: "alarms",
  alarm_steps: "alarms",
  outside_contacts: "alarms",
  outside_calls: "alarms",
  clips: "evidence",
  search_entries: "search",
  places: "places",
  occurrence_changes: "hot-spots",
  occurrences: "hot-spots",
  past_cases: "hot-spots",
  hot_spots: "hot-spots",
  hot_spot_steps: "hot-spots",
  issue_classes: "hot-spots",
  issue_measures: "hot-spots",
  positions: "positions",
  position_history: "positions",
  patrols: "patrols",
  plots: "plots",
  plot_versions: "plots",
  list_checks: "four-lists",
  plates: "four-lists",
  forms_asked: "burden",
  feedback: "feedback",
  doors: "doors",
  door_residents: "doors",
  visitor_codes: "doors",
  visitor_uses: "doors",
  cared_for: "care",
  care_visits: "care",
  care_misses: "care",
  fire_lane_stops: "fire-lanes",
  fire_lane_calls: "fire-lanes",
  incident_forms: "case-forms",
  way_openings: "ways",
};

describe("one table, one owner", () => {
  const writes =
    /(?:insertInto|updateTable|deleteFrom|replaceInto)\(\s*"([a-z_]+)|\b(?:insert into|delete from|copy)\s+([a-z_]+)\b|\bupdate\s+([a-z_]+)\s+(?:as \w+\s+)?set\b/gi;
  test.each(files.filter((file) => featureOf(file) && !isTest(file)))(
    "%s writes only its own tables",
    (file) => {
      const foreign = [...read(file).matchAll(writes)]
        .map((match) => (match[1] ?? match[2] ?? match[3])!.toLowerCase())
        .filter((table) => owners[table] && !owners[table].split("|").includes(featureOf(file)!));
      expect(foreign).toEqual([]);
    },
  );
});

describe("rules are pure", () => {
  const pure = files.filter((file) => featureOf(file) && /-(rules|lifecycle)\.ts$/.test(file));
  test.each(pure)("%s reads no clock and reaches no database, file or network", (file) => {
    const reached = importsOf(file).filter((name) =>
      /^(kysely|pg|fastify|node:(fs|net|http|child_process|dns))|platform\/(database|http)/.test(
        name,
      ),
    );
    const impure = [
      ...read(file).matchAll(/\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)|\bprocess\.env\b/g),
    ].map((match) => match[0]);
    expect({ reached, impure }).toEqual({ reached: [], impure: [] });
  });
});

describe("features reach each other only through their doors", () => {
  const doors =
    /-(calendar|holidays|rows|commands|queries|rules|lifecycle|tables|store|directory|plugin|hooks|opening|table|facts|names|presentation)\.ts$|\/(viewer|context)\.ts$/;
  test.each(files.filter((file) => featureOf(file) && !isTest(file)))("%s", (file) => {
    const behind = importsOf(file)
      .filter((name) => name.startsWith("."))
      .map((name) => relative(root, join(root, dirname(file), name)))
      .filter(
        (target) =>
          featureOf(target) && featureOf(target) !== featureOf(file) && !doors.test(target),
      );
    expect(behind).toEqual([]);
  });
});

describe("layers", () => {
  test.each(files.filter((file) => !isTest(file)))("%s imports only what lies below it", (file) => {
    const wrong = importsOf(file).filter((name) => {
      const target = name.startsWith(".") ? relative(root, join(root, dirname(file), name)) : name;
      if (file.startsWith("packages/contract/"))
        return /^apps\/|^@gezhi\/|^packages\/reference/.test(target);
      if (file.startsWith("packages/")) return target.startsWith("apps/");
      if (file.startsWith("apps/server/src/platform/"))
        return /apps\/server\/src\/(features|main)\//.test(target);
      if (file.startsWith(features)) return /apps\/server\/src\/main\//.test(target);
      if (/^apps\/(web|simulator)\//.test(file))
        return /^apps\/server|^packages\/(?!contract)|^@gezhi\/(?!contract\/)/.test(target);
      return false;
    });
    expect(wrong).toEqual([]);
  });
});

test.each(files)("%s is at most 500 lines long", (file) => {
  expect(read(file).split("\n").length).toBeLessThanOrEqual(501);
});

test("files are kebab-case, components PascalCase", () => {
  const odd = files.filter(
    (file) =>
      !/^([a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|mjs)|[A-Z][A-Za-z0-9]*(\.test)?\.tsx|zh-CN\.ts|[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx)$/.test(
        basename(file),
      ),
  );
  expect(odd.filter((file) => !/zh-CN/.test(file))).toEqual([]);
});

describe("the schema", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test("every table says distributed, reference or local", async () => {
    const { rows } = await sql<{ name: string; kind: string | null }>`
      select c.relname as name, obj_description(c.oid) as kind from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`.execute(
      database.owner,
    );
    expect(rows.filter((row) => !/^(distributed|reference|local)$/.test(row.kind ?? ""))).toEqual(
      [],
    );
    expect(rows.length).toBeGreaterThan(20);
  });

  test("keys, unique constraints and foreign keys of distributed tables begin with district", async () => {
    const { rows } = await sql<{ table: string; constraint: string; first: string }>`
      select c.relname as table, k.conname as constraint, a.attname as first
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where c.relnamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f') and obj_description(c.oid) = 'distributed'`.execute(
      database.owner,
    );
    expect(rows.filter((row) => row.first !== "district")).toEqual([]);
    expect(rows.length).toBeGreaterThan(10);
  });

  test("rows that belong to an incident are under row-level security", async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('incident', 'party_units')
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity and c.relname <> 'live_log'`.execute(
      database.owner,
    );
    expect(rows).toEqual([]);
  });

  test("the application's role owns nothing and cannot rewrite the timeline", async () => {
    const { rows } = await sql<{ owned: number; may: boolean }>`
      select (select count(*)::int from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'gezhi_app') as owned,
             has_table_privilege('gezhi_app', 'timeline', 'update') or has_table_privilege('gezhi_app', 'timeline', 'delete') as may`.execute(
      database.owner,
    );
    expect(rows).toEqual([{ owned: 0, may: false }]);
  });

  const enums: [string, string, readonly string[]][] = [
    ["incidents", "status", incidents.IncidentStatus.options],
    ["incidents", "urgency", incidents.Urgency.options],
    ["incidents", "chain_level", incidents.ChainLevel.options],
    ["incidents", "position_source", PositionSource.options],
    ["incidents", "source", ReportSource.options],
    ["reports", "source", ReportSource.options],
    ["reports", "position_source", PositionSource.options],
    ["work_orders", "status", incidents.WorkOrderStatus.options],
    ["act_requests", "kind", incidents.RequestKind.options],
    ["clocks", "stage", ClockView.shape.stage.options],
    ["clocks", "basis", ClockView.shape.basis.options],
    ["attachments", "kind", incidents.Attachment.shape.kind.options],
    ["appointments", "role", Role.options],
    ["appointments", "holder", Holder.options],
    ["configurations", "kind", ConfigurationKind.options],
    ["units", "level", UnitLevel.options],
    ["live_log", "kind", LiveKind.options],
    ["device_states", "state", DeviceState.options],
    ["device_state_changes", "was", DeviceState.options],
    ["device_state_changes", "state", DeviceState.options],
    ["alarms", "status", AlarmStatus.options],
    ["alarms", "level", incidents.Urgency.options],
    ["alarm_steps", "act", AlarmStep.shape.act.options],
    ["outside_contacts", "party", OutsideParty.options],
    ["outside_calls", "party", OutsideParty.options],
    ["outside_calls", "status", OutsideCallStatus.options],
    ["places", "kind", PlaceKind.options],
    ["hot_spots", "status", HotSpotStatus.options],
    ["issue_classes", "status", IssueClassStatus.options],
    ["issue_measures", "kind", MeasureKind.options],
    ["issue_measures", "status", MeasureStatus.options],
    ["plots", "kind", PlotKind.options],
    ["feedback", "state", FeedbackState.options],
    ["forms_asked", "every", FormEvery.options],
    ["forms_asked", "outcome", FormOutcome.options],
    ["cared_for", "way", CareWay.options],
    ["cared_for", "consent_by", ConsentBy.options],
    ["care_visits", "way", CareWay.options],
    ["care_visits", "outcome", VisitOutcome.options],
    ["list_checks", "asked", ListAsked.options],
    ["list_checks", "answer", ListAnswer.options],
    ["plot_versions", "act", PlotVersion.shape.act.options],
    ["deliveries", "channel", Channel.options],
    ["access_grants", "opens", AccessKind.options],
    ["duty_shifts", "shift", Shift.options],
    ["device_handouts", "consent_by", ConsentBy.options],
    ["device_handouts", "ended_how", HandoutEnd.options],
    ["fire_lane_stops", "gone_how", LaneDeparture.options],
  ];
  test.each(enums)("the check on %s.%s equals the contract", async (table, column, options) => {
    const { rows } = await sql<{ definition: string }>`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = ${`${table}_${column}_check`}`.execute(
      database.owner,
    );
    const values = [...(rows[0]?.definition ?? "").matchAll(/'([^']+)'::text/g)].map(
      (match) => match[1]!,
    );
    expect(values.toSorted()).toEqual([...options].toSorted());
  });
});
