import type { AccessKind } from "@gezhi/contract/approvals.ts";
import type { Role } from "@gezhi/contract/identity.ts";

/**
 * What domain B.3 promises, written down apart from the code that keeps it, for the test that walks every role × every
 * route × own and other unit. A route that stands in no group fails that test, so none can be forgotten.
 */
export const routeGroups = {
  /** No account needed. */
  open: [
    "POST /api/session",
    "GET /api/sign-in-options",
    "GET /api/demo/accounts",
    "POST /api/demo/session",
    "GET /api/oidc/start",
    "GET /api/oidc/callback",
    "GET /api/units",
    "GET /api/locate",
    "GET /api/categories",
    "POST /api/files",
    "GET /api/files/:id",
    "GET /api/files/:id/thumbnail",
    "POST /api/reports",
    "POST /api/classifications",
    "GET /api/nearby-incidents",
    "GET /api/receipts/:number",
    "GET /api/receipts/:number/events",
    "POST /api/receipts/:number/ratings",
    "POST /api/receipts/:number/appeals",
    "POST /api/phone-codes",
    "POST /api/phone-codes/verifications",
    "GET /api/openapi.json",
    "GET /api/docs",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /api/units/:code",
    "GET /api/units/:code/boundary",
    "GET /api/units/:code/children-boundaries",
    "GET /api/neighbours/:town",
    "GET /api/hotline-imports/template.csv",
    "POST /api/outside-calls/answers",
    "POST /api/telemetry",
    "GET /open311/v2/discovery.json",
    "GET /open311/v2/discovery.xml",
    "GET /open311/v2/services.json",
    "GET /open311/v2/services.xml",
    "GET /open311/v2/services/:file",
    "GET /open311/v2/requests.json",
    "GET /open311/v2/requests.xml",
    "GET /open311/v2/requests/:file",
    "GET /open311/v2/tokens/:file",
    "POST /open311/v2/requests.json",
    "POST /open311/v2/requests.xml",
  ],
  /** Any account; answers hold only what is one's own or what everybody may know. */
  signedIn: [
    "GET /api/session",
    "DELETE /api/session",
    "DELETE /api/sessions",
    "POST /api/session/password",
    "GET /api/configurations/:kind",
    "GET /api/configurations/:kind/versions",
    "GET /api/configurations/:kind/versions/:version",
    "GET /api/my-reports",
    "GET /api/live",
    "GET /api/map/settings",
    "GET /api/tiles/:z/:x/:y",
    "GET /api/map/devices",
    "GET /api/map/forces",
    "GET /api/map/units/:code",
    "GET /api/notices",
    "POST /api/notices/read",
    "GET /api/push-key",
    "POST /api/push-subscriptions",
    "DELETE /api/push-subscriptions",
    "GET /api/approvals",
    "POST /api/approvals/:id/revocations",
    "GET /api/devices",
    "GET /api/devices/states",
    "GET /api/devices/export.csv",
    "GET /api/devices/:id",
    "GET /api/devices/:id/readings",
    "POST /api/telemetry/trials",
    "POST /api/devices/:id/retirement",
    "POST /api/devices/:id/password-reset",
    "PUT /api/devices/:id/maintenance",
    "DELETE /api/devices/:id/maintenance",
    "POST /api/devices/:id/reveal",
    "GET /api/search",
    "GET /api/places",
    "GET /api/places/:id",
    "GET /api/places/export.csv",
    "GET /api/places/export.geojson",
    "POST /api/places/:id/end",
    "POST /api/places/:id/reveal",
  ],
  /** Rows follow the scope: what is not visible is not found, never refused. */
  records: [
    "GET /api/incidents",
    "GET /api/incidents/:id",
    "GET /api/incidents/:id/case-file",
    "GET /api/incidents/:id/map",
    "GET /api/map/incidents",
    "GET /api/map/alarms",
    "GET /api/incidents.csv",
    "POST /api/incidents/:id/acts",
    "POST /api/incident-acts",
    "PUT /api/incidents/:id/presence",
    "GET /api/work-orders",
    "POST /api/reveals",
    "GET /api/alarms",
    "GET /api/alarms.csv",
    "GET /api/alarms/:id",
    "POST /api/alarm-acts",
    "POST /api/alarms/:id/acts",
    "POST /api/alarms/:id/accepted-calls",
  ],
  /** Who reported from a number: for those who may have numbers shown. */
  phoneSearch: ["POST /api/search/phones"],
  statistics: ["GET /api/incident-counts"],
  /** Asking to see what the table marks "A", and deciding on what others ask. */
  asking: ["POST /api/approvals"],
  deciding: ["POST /api/approvals/:id/decisions"],
  /** Whom work can be given to. */
  handlers: ["GET /api/handlers", "GET /api/deputies", "GET /api/incidents/:id/candidates"],
  /** Who serves where. */
  staff: ["GET /api/units/:code/posts", "GET /api/units/:code/force", "GET /api/duty"],
  /** Who is on duty: by those who lead the town's centre, and administrators. */
  rostering: ["PUT /api/duty", "POST /api/duty-imports"],
  /** Figures of the units below, no records. */
  breakdown: ["GET /api/incident-counts/by-unit", "GET /api/figures", "GET /api/figures.csv"],
  /** What was sent to a deputy. */
  matters: [
    "GET /api/deputy-matters",
    "GET /api/deputy-matters/:id",
    "POST /api/deputy-matters/:id/answers",
  ],
  hotline: ["POST /api/hotline-imports"],
  hotlineResults: ["GET /api/hotline-results.csv"],
  /** Accounts, units, configuration: no business data. */
  administration: [
    "GET /api/people",
    "POST /api/people",
    "PATCH /api/people/:id",
    "POST /api/people/:id/password-reset",
    "GET /api/appointments",
    "POST /api/appointments",
    "PATCH /api/appointments/:id",
    "POST /api/units-import",
    "POST /api/unit-changes",
    "POST /api/configurations/:kind",
    "POST /api/configurations/:kind/withdrawals",
    "POST /api/alarm-precision/:rule/downgrades",
  ],
  /** How good the rules are, and whom they call: for desks and for who keeps the rules. */
  alarmDesk: ["GET /api/alarm-precision", "GET /api/outside-contacts"],
  alarmKeeping: [
    "POST /api/rule-replays",
    "POST /api/outside-contacts",
    "PUT /api/outside-contacts/:id",
    "DELETE /api/outside-contacts/:id",
  ],
  /** Registering devices: of the centre, the district's, and the administration. */
  deviceAdministration: ["POST /api/devices", "PUT /api/devices/:id", "POST /api/devices/import"],
  /** Key places and facilities: kept by the same. */
  placeAdministration: ["POST /api/places", "PUT /api/places/:id", "POST /api/places/import"],
  /** The whole unit tree as files. */
  unitFiles: ["GET /api/units-export.csv", "GET /api/units-export.geojson"],
  /** In a demo everybody looks at it: it stands in for the phones nobody has. */
  outbox: ["GET /api/outbox"],
  audit: ["GET /api/audit"],
} as const satisfies Record<string, readonly string[]>;

export type RouteGroup = keyof typeof routeGroups;
export type ClosedGroup = Exclude<RouteGroup, "open" | "signedIn">;

/** A record as the test writes it: where it lies and who else is a party. */
export type Sample = { place: string; parties: readonly string[] };
export type Sight = "full" | "masked" | "none";

export type MatrixRow = {
  /** The demo account of this role; null: the test appoints one. */
  username: string | null;
  unit: string;
  /** Groups that answer within the own unit; in others they refuse or find nothing. */
  groups: readonly ClosedGroup[];
  own: Sample & { sight: Sight };
  other: Sample & { sight: Sight };
  /** Reveal of the reporter of the own sample: in any urgency, in red and orange only, or not at all. */
  reveals: "always" | "urgent" | "never";
  /** "A": what may be asked to see, of the own sample, and who of the same place approves it. */
  onApproval?: { opens: AccessKind; by: Role };
};

const grid = "500103001017001";
const otherTownGrid = "500103003013001";
const lying = (place: string, ...parties: string[]) => ({ place, parties: [place, ...parties] });
const elsewhere = { ...lying(otherTownGrid), sight: "none" as const };

export const roleMatrix: Record<Role, MatrixRow> = {
  microGridHead: {
    username: null,
    unit: `${grid}01`,
    groups: ["records"],
    own: { ...lying(`${grid}01`), sight: "masked" },
    other: { ...lying(grid), sight: "none" },
    reveals: "never",
  },
  partTimeGridWorker: {
    username: `${grid}-parttime`,
    unit: grid,
    groups: [],
    own: { ...lying(grid), sight: "none" },
    other: elsewhere,
    reveals: "never",
  },
  gridWorker: {
    username: `${grid}-worker`,
    unit: grid,
    groups: ["records", "phoneSearch", "statistics", "breakdown", "staff"],
    own: { ...lying(grid), sight: "full" },
    other: { ...lying("500103001017002"), sight: "masked" },
    reveals: "always",
  },
  gridHead: {
    username: "500103001017-cadre-1",
    unit: "500103001017003",
    groups: ["records", "phoneSearch", "statistics", "breakdown", "staff"],
    own: { ...lying(grid), sight: "full" },
    other: { ...lying("500103001016001"), sight: "masked" },
    reveals: "always",
  },
  gridGuide: {
    username: null,
    unit: grid,
    groups: ["records", "phoneSearch", "statistics", "breakdown", "staff"],
    own: { ...lying(grid), sight: "full" },
    other: { ...lying("500103001016001"), sight: "none" },
    reveals: "always",
  },
  communitySecretary: {
    username: "500103001017-secretary",
    unit: "500103001017",
    groups: ["records", "phoneSearch", "statistics", "breakdown", "staff", "handlers"],
    own: { ...lying(grid), sight: "full" },
    other: { ...lying("500103001016001"), sight: "masked" },
    reveals: "always",
  },
  postHolder: {
    username: "500103001-PA05-a",
    unit: "500103001",
    groups: ["records", "phoneSearch", "staff", "hotline"],
    own: { ...lying(grid, "500103001/PA05"), sight: "full" },
    other: { ...lying(grid, "500103001/MS09"), sight: "masked" },
    reveals: "always",
  },
  dispatcher: {
    username: "500103001-dispatcher-1",
    unit: "500103001",
    groups: [
      "records",
      "phoneSearch",
      "statistics",
      "breakdown",
      "staff",
      "handlers",
      "hotline",
      "hotlineResults",
      "alarmDesk",
    ],
    own: { ...lying(grid), sight: "full" },
    other: { ...lying(otherTownGrid, "500103001"), sight: "masked" },
    reveals: "urgent",
  },
  dutyOfficer: {
    username: "500103001-duty-officer-1",
    unit: "500103001",
    groups: [
      "records",
      "phoneSearch",
      "statistics",
      "breakdown",
      "staff",
      "handlers",
      "hotline",
      "hotlineResults",
      "deciding",
      "rostering",
      "deviceAdministration",
      "placeAdministration",
      "alarmDesk",
      "alarmKeeping",
    ],
    own: { ...lying(grid), sight: "full" },
    other: elsewhere,
    reveals: "urgent",
  },
  commander: {
    username: "500103001-commander",
    unit: "500103001",
    groups: [
      "records",
      "phoneSearch",
      "statistics",
      "breakdown",
      "staff",
      "handlers",
      "hotline",
      "hotlineResults",
      "asking",
      "deciding",
      "rostering",
      "deviceAdministration",
      "placeAdministration",
      "alarmDesk",
      "alarmKeeping",
    ],
    own: { ...lying(grid), sight: "full" },
    other: elsewhere,
    reveals: "never",
    onApproval: { opens: "persons", by: "dutyOfficer" },
  },
  districtCentre: {
    username: "500103-centre-1",
    unit: "500103",
    groups: [
      "records",
      "statistics",
      "breakdown",
      "staff",
      "handlers",
      "hotline",
      "hotlineResults",
      "deciding",
      "deviceAdministration",
      "placeAdministration",
      "alarmDesk",
      "alarmKeeping",
    ],
    own: { ...lying(grid, "500103"), sight: "full" },
    other: { ...lying(grid), sight: "masked" },
    reveals: "never",
  },
  department: {
    username: "500103-D32",
    unit: "500103",
    groups: ["records", "staff"],
    own: { ...lying(grid, "500103/D32"), sight: "full" },
    other: { ...lying(grid, "500103/D41"), sight: "none" },
    reveals: "never",
  },
  liaison: {
    username: "500103001-liaison",
    unit: "500103001",
    groups: ["records", "staff"],
    own: { ...lying(grid, "500103001/D23"), sight: "full" },
    other: { ...lying(grid), sight: "none" },
    reveals: "never",
  },
  supervisor: {
    username: "500103-supervisor",
    unit: "500103",
    groups: ["records", "statistics", "breakdown", "staff"],
    own: { ...lying(grid), sight: "masked" },
    other: { ...lying("500108102001001"), sight: "none" },
    reveals: "never",
  },
  deputy: {
    username: "500103001-deputy-1",
    unit: "500103001",
    groups: ["matters"],
    own: { ...lying(grid), sight: "none" },
    other: elsewhere,
    reveals: "never",
  },
  cityOperator: {
    username: "50-operator",
    unit: "50",
    groups: ["records", "statistics", "breakdown", "unitFiles", "asking"],
    own: { ...lying(grid), sight: "none" },
    other: elsewhere,
    reveals: "never",
    onApproval: { opens: "detail", by: "districtCentre" },
  },
  auditor: {
    username: "50-auditor",
    unit: "50",
    groups: ["audit"],
    own: { ...lying(grid), sight: "none" },
    other: elsewhere,
    reveals: "never",
  },
  sysAdmin: {
    username: "50-sysadmin",
    unit: "50",
    groups: [
      "administration",
      "unitFiles",
      "outbox",
      "audit",
      "staff",
      "rostering",
      "deviceAdministration",
      "placeAdministration",
      "alarmDesk",
      "alarmKeeping",
    ],
    own: { ...lying(grid), sight: "none" },
    other: elsewhere,
    reveals: "never",
  },
};
