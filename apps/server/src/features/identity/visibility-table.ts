import type { Role } from "@gezhi/contract/identity.ts";
import type { UnitLevel } from "@gezhi/contract/units.ts";

/**
 * What an appointment opens. A unit level means "the unit of that level above the appointment's unit, and all below it";
 * `unit` is the appointment's own unit, `post` and `department` are `unit/PA05` and `unit/D12`; `unplaced` is what lies
 * somewhere in the city without a word of where.
 */
export type Area = UnitLevel | "unit" | "post" | "department" | "unplaced";

/**
 * Revealing a reporter's name or phone, always with a reason and always on record:
 * `unit` for records seen in full; `urgent` the same, but only while the matter is red or orange;
 * `handling` only where the own post works on the matter; `approval` needs an approval first; `never`.
 */
export type PersonRule = "unit" | "urgent" | "handling" | "approval" | "never";

export type Visibility = {
  /** ● every record with a party within. */
  full: readonly Area[];
  /** ● only the records that name the unit itself as a party: what was put before that very level. */
  fullWhenNamed: readonly Area[];
  /** ◐ persons and free text hidden. */
  masked: readonly Area[];
  /** Counts over all records of this area; absent: only over the records the viewer may open. */
  statistics: Area | null;
  persons: PersonRule;
  /** "A": one record of this area at a time, whole, once somebody entitled has approved it. */
  detailOnApproval: Area | null;
};

const none: Visibility = {
  full: [],
  fullWhenNamed: [],
  masked: [],
  statistics: null,
  persons: "never",
  detailOnApproval: null,
};
const centre: Visibility = { ...none, full: ["town"], statistics: "town" };
const community: Visibility = {
  ...none,
  full: ["village"],
  masked: ["town"],
  statistics: "village",
  persons: "unit",
};

/**
 * Domain B.3, columns "own-unit events", "other-unit events", "statistics" and the reveal of persons.
 *
 * A record is visible when one of its parties begins with a token of the viewer; it is unmasked when that token is
 * a full one. So each cell of the table is a choice of tokens:
 * - "● grid / ◐ neighbours": the grid is full, its village is masked.
 * - "● community / ◐": the village is full, its town is masked.
 * - "● assigned category / ◐" (posts): `town/PA05` is full, and a record carries that party once the post was given it;
 *   the rest of the town is masked.
 * - "● town / ◐ joint": the town is full. A record lying elsewhere carries the bare town code when this town agreed to
 *   help: it is masked until one of this town's own posts or grids works on it (see `seesFully`).
 * - "◐" of whoever reported, follows, is asked, or had work taken back: `informed_units` opens a record masked, with any
 *   token. It never makes it full.
 * - "● escalated, ◐ all" (district centre): escalation adds the bare district code to the parties, so exactly that
 *   party is full while the district as a prefix is masked.
 * - "● own tickets / ○" (departments, liaison): `district/D12` and nothing else.
 * - "all process, no persons" (supervision): its unit, masked.
 * - "own reports" (part-time workers, micro-grid heads): no token; rows of one's own are found by account.
 * - "aggregates, A detail" (city): no token but that of reports of which not even the district is known: somebody must find
 *   their place; an approval (`features/approvals`) adds one for a single record and a time.
 * - logs, configuration (audit, system): no token, so not one record.
 */
export const visibilityTable: Record<Role, Visibility> = {
  microGridHead: { ...none, masked: ["unit"] },
  partTimeGridWorker: none,
  gridWorker: { ...none, full: ["grid"], masked: ["village"], statistics: "grid", persons: "unit" },
  gridHead: community,
  gridGuide: { ...none, full: ["grid"], statistics: "grid", persons: "unit" },
  communitySecretary: community,
  postHolder: { ...none, full: ["post"], masked: ["town"], persons: "handling" },
  dispatcher: { ...centre, persons: "urgent" },
  dutyOfficer: { ...centre, persons: "urgent" },
  commander: { ...centre, persons: "approval" },
  districtCentre: {
    ...none,
    fullWhenNamed: ["district"],
    masked: ["district"],
    statistics: "district",
  },
  department: { ...none, full: ["department"] },
  liaison: { ...none, full: ["department"] },
  supervisor: { ...none, masked: ["unit"], statistics: "unit" },
  deputy: none,
  cityOperator: {
    ...none,
    full: ["unplaced"],
    statistics: "city",
    detailOnApproval: "city",
  },
  auditor: none,
  sysAdmin: none,
};
