import type { Action, IncidentSummary, PerformAct } from "@gezhi/contract/incidents.ts";
import type { FormValues } from "../../../shared/incidents/act-values.ts";
import { keepAct } from "../../../shared/phone/queue/queue-commands.ts";
import { keepForGood, sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { isLocalFile } from "../../../shared/phone/queue/time-ordered-id.ts";

type Kept = {
  account: string;
  incident: Pick<IncidentSummary, "id" | "number" | "title">;
  action: Action;
  act: PerformAct;
  values?: FormValues;
  draftKey?: string;
  replaces?: string | undefined;
};

/** Keeps an act on this device and has it sent. */
export async function keepActOn(kept: Kept): Promise<string> {
  const { account, incident, action, act, values = {}, draftKey = "", replaces } = kept;
  const id = await keepAct({
    account,
    incident: incident.id,
    number: incident.number,
    title: incident.title,
    action,
    body: act,
    values,
    draftKey,
    files: localFilesOf(act),
    replaces,
  });
  sendSoon();
  void keepForGood();
  return id;
}

const localFilesOf = (act: PerformAct): string[] =>
  Object.values(act)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
    .filter((value): value is string => typeof value === "string" && isLocalFile(value));
