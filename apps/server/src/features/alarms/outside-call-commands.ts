import type { OutsideParty } from "@gezhi/contract/sensing.ts";
import { v7 } from "uuid";
import type { Tx } from "../../platform/database/scope.ts";
import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { wayUrl } from "../ways/way-token-rules.ts";
import { notify } from "../notices/notice-commands.ts";
import { callOutside } from "../notices/outside-message-commands.ts";
import { alarmMatter } from "./alarm-announcements.ts";
import { addStep, lockAlarm } from "./alarm-queries.ts";
import { findDevice } from "./alarm-signal-queries.ts";
import type { AlarmDevice, AlarmRow, CallRow } from "./alarm-tables.ts";
import { levelWords } from "./alarm-text-rules.ts";
import { insertCall, listContactsFor, lockWaitingCall, setCall } from "./outside-queries.ts";

export const acceptMs = 60_000;

export const partyNames: Record<OutsideParty, string> = {
  ambulance: "120急救",
  trafficPolice: "交巡警",
  police: "派出所",
  fireBrigade: "消防救援",
  doctor: "社区医生",
  family: "家属",
  power: "供电企业",
  gas: "燃气企业",
  water: "供水企业",
  property: "物业",
  maintenance: "维保单位",
  towing: "清障单位",
};

type Contact = { name: string; phoneSealed: string };

/** In the order in which they are called: the nearest unit's first. The family's number stands with the device. */
async function contactsOf(
  tx: Tx,
  device: AlarmDevice,
  parties: readonly OutsideParty[],
): Promise<Map<OutsideParty, Contact[]>> {
  const found = new Map<OutsideParty, Contact[]>(parties.map((party) => [party, []]));
  if (device.family_phone_enc)
    found.get("family")?.push({ name: "家属", phoneSealed: device.family_phone_enc });
  for (const { party, name, phone_enc } of await listContactsFor(tx, device.unit, parties))
    found.get(party)?.push({ name, phoneSealed: phone_enc });
  return found;
}

/** Each party has its own clock; all are called at once, in the alarm's transaction. */
export async function callParties(
  tx: Tx,
  context: Context,
  { alarm, device }: { alarm: AlarmRow; device: AlarmDevice },
  parties: readonly OutsideParty[],
  at: Date,
): Promise<void> {
  const contacts = await contactsOf(tx, device, parties);
  for (const [party, list] of contacts)
    await callStep(tx, context, { alarm, device, party, list, step: 1 }, at);
}

type Step = {
  alarm: AlarmRow;
  device: AlarmDevice;
  party: OutsideParty;
  list: readonly Contact[];
  step: number;
};

/** False when there is nobody at this step. */
async function callStep(
  tx: Tx,
  context: Context,
  { alarm, device, party, list, step }: Step,
  at: Date,
): Promise<boolean> {
  const contact = list[step - 1];
  const { GEZHI_DEMO, SMS_URL, VOICE_URL } = context.config;
  const id = v7();
  const fresh = await insertCall(tx, {
    district: alarm.district,
    id,
    alarm: alarm.id,
    party,
    step,
    name: contact?.name ?? `未登记${partyNames[party]}联系人`,
    phone_enc: contact?.phoneSealed ?? null,
    status: contact ? "sent" : "failed",
    at,
    accept_by: contact ? new Date(at.getTime() + acceptMs) : null,
    simulated: alarm.simulated || GEZHI_DEMO || (!SMS_URL && !VOICE_URL),
  });
  if (fresh && contact)
    await callOutside(tx, context, {
      district: alarm.district,
      id,
      phoneSealed: contact.phoneSealed,
      subject: "告警联动",
      text: spokenOf(alarm, device, party),
      link: wayUrl(context, { district: alarm.district, id }),
    });
  return contact !== undefined;
}

/** What whoever goes there must know: what and where. No name, no reading. */
const spokenOf = (alarm: AlarmRow, device: AlarmDevice, party: OutsideParty): string =>
  `${alarm.simulated ? "〔模拟〕" : ""}【格治】${partyNames[party]}请响应：${alarm.rule_name}（${levelWords[alarm.level]}），地点 ${[device.address, device.place].filter(Boolean).join(" ") || alarm.place}，告警 ${alarm.number}`;

/** Calls the next contact of a party that let its minute pass; false when it did not. */
export async function missCall(tx: Tx, context: Context, id: string, at: Date): Promise<boolean> {
  const call = await lockWaitingCall(tx, id);
  if (!call || call.accept_by === null || call.accept_by > at) return false;
  await endCall(tx, context, call, at);
  return true;
}

/** Not taken in time, or refused: the next contact, and when there is none, people. */
export async function endCall(tx: Tx, context: Context, call: CallRow, at: Date): Promise<void> {
  await setCall(tx, call, { status: "missed" });
  const alarm = await lockAlarm(tx, { district: call.district, id: call.alarm });
  const device = alarm && (await findDevice(tx, alarm.district, alarm.device));
  if (!alarm || !device || alarm.status === "false" || alarm.status === "cleared") return;
  const list = (await contactsOf(tx, device, [call.party])).get(call.party) ?? [];
  if (call.step < list.length) {
    await callStep(
      tx,
      context,
      { alarm, device, party: call.party, list, step: call.step + 1 },
      at,
    );
    return;
  }
  const text = `${partyNames[call.party]}的联系人均未应答，请人工联系`;
  await addStep(tx, alarm, at, { act: "escalate", text });
  const matter = alarmMatter(context, alarm);
  await notify(tx, context, {
    district: alarm.district,
    incident: alarm.incident,
    urgency: alarm.level,
    act: "alarm",
    title: matter.title("外部单位未应答"),
    body: `${matter.body}，${text}`,
    cause: `unanswered ${call.id}`,
    recipients: {
      roles: alarm.town
        ? [
            { role: "dispatcher", unit: alarm.town },
            { role: "dutyOfficer", unit: alarm.town },
          ]
        : [{ role: "districtCentre", unit: alarm.district }],
    },
  });
}

/** A gateway's answer; the key it was given with the call is the proof. Says whether a call waited for it. */
export async function answerCall(
  context: Context,
  key: string,
  accepted: boolean,
): Promise<boolean> {
  const at = new Date(context.now());
  const found = await write(context.db, "system", async (tx) => {
    const call = await lockWaitingCall(tx, key);
    if (!call) return false;
    if (accepted) await setCall(tx, call, { status: "accepted", accepted_at: at });
    else await endCall(tx, context, call, at);
    return true;
  });
  if (found) context.hint();
  return found;
}
