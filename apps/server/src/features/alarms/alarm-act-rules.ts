import type { AlarmAct } from "@gezhi/contract/alarms.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { holdsAny, type Viewer } from "../identity/viewer.ts";
import type { AlarmRow } from "./alarm-tables.ts";

const centre: readonly Role[] = ["dispatcher", "dutyOfficer", "commander", "districtCentre"];
const ofPlace: readonly Role[] = ["gridWorker", "gridHead", "communitySecretary"];

const isOfCentre = (viewer: Viewer, { town, district }: AlarmRow): boolean =>
  (town !== null && holdsAny(viewer, centre, town)) ||
  holdsAny(viewer, ["districtCentre"], district);

/** Desk and place confirm or call false; only the desk clears and mutes. */
const who: Record<AlarmAct, (viewer: Viewer, alarm: AlarmRow) => boolean> = {
  acknowledge: (viewer, alarm) =>
    isOfCentre(viewer, alarm) || holdsAny(viewer, ofPlace, alarm.unit),
  confirm: (viewer, alarm) => isOfCentre(viewer, alarm) || holdsAny(viewer, ofPlace, alarm.unit),
  callFalse: (viewer, alarm) => isOfCentre(viewer, alarm) || holdsAny(viewer, ofPlace, alarm.unit),
  clear: isOfCentre,
  mute: isOfCentre,
};

const open = (alarm: AlarmRow) => alarm.status === "raised" || alarm.status === "acknowledged";
const when: Record<AlarmAct, (alarm: AlarmRow) => boolean> = {
  acknowledge: ({ status }) => status === "raised",
  confirm: (alarm) => open(alarm) && alarm.verdict !== "true",
  callFalse: open,
  clear: open,
  mute: (alarm) => open(alarm) && alarm.suppressed === null,
};

export const acts = ["acknowledge", "confirm", "callFalse", "clear", "mute"] as const;

export const mayTake = (act: AlarmAct, viewer: Viewer, alarm: AlarmRow): boolean =>
  who[act](viewer, alarm);
export const isPossible = (act: AlarmAct, alarm: AlarmRow): boolean => when[act](alarm);
export const actsFor = (viewer: Viewer, alarm: AlarmRow): AlarmAct[] =>
  acts.filter((act) => mayTake(act, viewer, alarm) && isPossible(act, alarm));

export const needsReason: readonly AlarmAct[] = ["callFalse", "clear"];

const healthRoles: readonly Role[] = [
  "microGridHead",
  "gridWorker",
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "department",
];
/** Domain B.3, "health and device data": others do not even learn that there was an alarm. */
export const hearsOfPersons = (viewer: Viewer): boolean => holdsAny(viewer, healthRoles);

/** The reading itself: the post that cares for the person, and the desk while the alarm is open. */
export const readsHealth = (viewer: Viewer, alarm: AlarmRow): boolean =>
  viewer.appointments.some(
    ({ role, unit, post }) =>
      (role === "postHolder" && post !== null && alarm.party_units.includes(`${unit}/${post}`)) ||
      ((role === "dispatcher" || role === "dutyOfficer") && open(alarm) && unit === alarm.town),
  );
