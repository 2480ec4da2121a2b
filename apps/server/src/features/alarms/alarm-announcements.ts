import type { AlarmPopup } from "@gezhi/contract/alarms.ts";
import { alarmId, incidentId } from "@gezhi/contract/ids.ts";
import type { z } from "zod";
import type { Context } from "../context.ts";
import { placeName } from "../organisation/post-directory.ts";
import type { Announcement } from "../live/live-commands.ts";
import type { AlarmRow } from "./alarm-tables.ts";
import { levelWords } from "./alarm-text-rules.ts";

/** Of somebody's body or home only that there is an alarm, and in which community. */
const openReading = ({ personal, rule_name, level, reading }: AlarmRow): string =>
  personal ? `${rule_name}：${levelWords[level]}` : reading;

const openPlace = (context: Pick<Context, "units">, alarm: AlarmRow): string =>
  alarm.personal ? placeName(context, alarm.unit) : alarm.place;

export const popupOf = (
  context: Pick<Context, "units">,
  alarm: AlarmRow,
  popup: boolean,
): z.infer<typeof AlarmPopup> => ({
  number: alarm.number,
  level: alarm.level,
  status: alarm.status,
  ruleName: alarm.rule_name,
  reading: openReading(alarm),
  place: openPlace(context, alarm),
  raisedAt: alarm.raised_at.toISOString(),
  incident:
    alarm.incident === null ? null : incidentId({ district: alarm.district, id: alarm.incident }),
  popup,
  simulated: alarm.simulated,
});

export const alarmAnnouncement = (
  context: Pick<Context, "units">,
  alarm: AlarmRow,
  act: string,
  popup: boolean,
): Announcement => ({
  kind: "alarm",
  subject: alarmId(alarm),
  act,
  town: alarm.town,
  parties: alarm.party_units,
  payload: { ...popupOf(context, alarm, popup), ...(alarm.personal ? { personal: true } : {}) },
});

/** For messages and lock screens: no names, no addresses of people, no readings of a body. */
export const alarmMatter = (context: Pick<Context, "units">, alarm: AlarmRow) => ({
  title: (verb: string): string =>
    `${alarm.simulated ? "〔模拟〕" : ""}${verb}：${alarm.rule_name}（${levelWords[alarm.level]}）`,
  body: [
    alarm.number,
    placeName(context, alarm.unit),
    ...(alarm.personal ? [] : [alarm.reading]),
  ].join("，"),
});
