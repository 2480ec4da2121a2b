import type { Action, PerformAct } from "@gezhi/contract/incidents.ts";
import { doneFilesOf, type DraftValues } from "../report/draft-values.ts";
import { queueDb } from "./queue-db.ts";
import type {
  ActItem,
  FormItem,
  KeptFile,
  PatrolItem,
  QueueItem,
  ReportBody,
  ReportItem,
  VisitItem,
} from "./queue-items.ts";
import { localFileId, timeOrderedId } from "./time-ordered-id.ts";

const fresh = (id: string, account: string, files: string[]) => ({
  id,
  account,
  state: "kept" as const,
  keptAt: Date.now(),
  deliveredAt: null,
  attempts: 0,
  nextAt: 0,
  waits: null,
  refusal: null,
  files,
});

type NewReport = {
  account: string;
  body: ReportBody;
  values: DraftValues;
  /** Owner of the files so far. */
  draftKey: string;
  files: string[];
  /** Done in the grid already: what was done, and which of the files show it. */
  selfHandled?: { result: string; files: string[]; title: string } | undefined;
  /** The refused item that this one replaces. */
  replaces?: string | undefined;
};

/** Keeps a report in one transaction: from here on it survives everything but the loss of the phone. */
export async function keepReport(report: NewReport): Promise<string> {
  const { account, body, values, draftKey, files, selfHandled, replaces } = report;
  const id = timeOrderedId();
  const item: ReportItem = {
    ...fresh(id, account, files),
    kind: "report",
    body,
    values,
    receipt: null,
  };
  const items: QueueItem[] = [item];
  if (selfHandled) items.push(selfHandledAct(item, selfHandled));
  await queueDb.transaction("rw", queueDb.items, queueDb.files, queueDb.drafts, async () => {
    await queueDb.items.bulkAdd(items);
    for (const { id: owner, files: ids } of items)
      await queueDb.files.where("id").anyOf(ids).modify({ owner });
    await queueDb.files.where("owner").anyOf(draftKey, doneFilesOf(draftKey)).delete();
    await queueDb.drafts.delete(draftKey);
    if (replaces) await remove(replaces);
  });
  return id;
}

function selfHandledAct(
  report: ReportItem,
  { result, files, title }: NonNullable<NewReport["selfHandled"]>,
): ActItem {
  const body = { act: "selfHandle", result, files } as unknown as PerformAct;
  return {
    ...fresh(timeOrderedId(), report.account, files),
    kind: "act",
    incident: null,
    after: report.id,
    number: "",
    title,
    action: { act: "selfHandle" },
    body,
    values: { result },
    draftKey: "",
    unsureSince: null,
  };
}

type NewAct = Pick<ActItem, "account" | "number" | "title" | "values" | "draftKey" | "body"> & {
  incident: string;
  action: Action;
  files: string[];
  replaces?: string | undefined;
};

export async function keepAct({ files, replaces, ...act }: NewAct): Promise<string> {
  const id = timeOrderedId();
  await queueDb.transaction("rw", queueDb.items, queueDb.files, async () => {
    await queueDb.items.add({
      ...fresh(id, act.account, files),
      ...act,
      kind: "act",
      after: null,
      unsureSince: null,
    });
    await queueDb.files.where("id").anyOf(files).modify({ owner: id });
    if (replaces) await remove(replaces);
  });
  return id;
}

type NewForm = Pick<FormItem, "account" | "incident" | "form" | "title" | "body">;

export async function keepForm(form: NewForm): Promise<string> {
  const id = timeOrderedId();
  await queueDb.items.add({ ...fresh(id, form.account, []), ...form, kind: "form" });
  return id;
}

type NewVisit = Pick<VisitItem, "account" | "title" | "body">;

export async function keepVisit(visit: NewVisit): Promise<string> {
  const id = timeOrderedId();
  await queueDb.items.add({ ...fresh(id, visit.account, []), ...visit, kind: "visit" });
  return id;
}

type NewPatrol = Pick<PatrolItem, "id" | "account" | "title" | "body">;

/** Again is the same: two pages may end it at once. */
export async function keepPatrol({ id, account, ...patrol }: NewPatrol): Promise<void> {
  await queueDb.items.put({ ...fresh(id, account, []), ...patrol, kind: "patrol" });
}

export const dropDraft = (key: string): Promise<void> =>
  queueDb.transaction("rw", queueDb.drafts, queueDb.files, async () => {
    await queueDb.drafts.delete(key);
    await queueDb.files.where("owner").anyOf(key, doneFilesOf(key)).delete();
  });

/**
 * Sends it again. The files of what was refused as wrong go again too, for the server may have dropped them; those of
 * what only waits must not, or the same report would come with other contents.
 */
export const retryItem = (id: string): Promise<void> =>
  queueDb.transaction("rw", queueDb.items, queueDb.files, async () => {
    const item = await queueDb.items.get(id);
    if (!item || item.state === "sending" || item.state === "delivered") return;
    const wrong = item.refusal?.status === 400 || item.refusal?.status === 404;
    if (wrong) await queueDb.files.where("owner").equals(id).modify({ sent: null });
    await queueDb.items.where("id").equals(id).modify({ state: "kept", nextAt: 0, refusal: null });
  });

/** The key under which a refused report is mended. */
export const mendKeyOf = (id: string): string => `again:${id}`;

/** Opens a refused report as a draft; the item stays until the mended one takes its place. */
export const mendReport = (item: ReportItem): Promise<string> =>
  queueDb.transaction("rw", queueDb.items, queueDb.drafts, queueDb.files, async () => {
    const key = mendKeyOf(item.id);
    if (await queueDb.drafts.get(key)) return key;
    await copyFiles(item.files, key);
    for (const act of await following(item.id)) await copyFiles(act.files, doneFilesOf(key));
    await queueDb.drafts.put({ key, savedAt: Date.now(), values: item.values });
    return key;
  });

/** Copies, so that the refused item stays whole while it is mended. */
export async function copyFiles(ids: readonly string[], owner: string): Promise<KeptFile[]> {
  const files = await queueDb.files.bulkGet([...ids]);
  const copies = files.flatMap((file) =>
    file ? [{ ...file, id: localFileId(), owner, sent: null }] : [],
  );
  await queueDb.files.bulkAdd(copies);
  return copies;
}

/** Takes it out, unless it is on its way at this moment. Answers whether it is gone. */
export const discardItem = (id: string): Promise<boolean> =>
  queueDb.transaction("rw", queueDb.items, queueDb.files, async () => {
    const item = await queueDb.items.get(id);
    if (item?.state === "sending") return false;
    await remove(id);
    return true;
  });

/** With what was to follow it and never can. */
async function remove(id: string): Promise<void> {
  for (const gone of [id, ...(await following(id)).map((act) => act.id)]) {
    await queueDb.items.delete(gone);
    await queueDb.files.where("owner").equals(gone).delete();
  }
}

const following = (report: string): Promise<QueueItem[]> =>
  queueDb.items
    .filter((item) => item.kind === "act" && item.after === report && item.incident === null)
    .toArray();

const deliveredDays = 14;
const orphanDays = 14;
const dayMs = 86_400_000;

/** Forgets what arrived long ago (a resident's receipts stay) and files whose draft is gone. */
export async function sweepQueue(now: number): Promise<void> {
  await queueDb.transaction("rw", queueDb.items, queueDb.files, queueDb.drafts, async () => {
    await queueDb.items
      .where("state")
      .equals("delivered")
      .filter(
        ({ account, deliveredAt }) =>
          account !== "" && now - (deliveredAt ?? 0) > deliveredDays * dayMs,
      )
      .delete();
    await queueDb.drafts.filter(({ savedAt }) => now - savedAt > orphanDays * dayMs).delete();
    const owners = new Set<string>([
      ...(await queueDb.items.toCollection().primaryKeys()),
      ...(await queueDb.drafts.toCollection().primaryKeys()),
    ]);
    await queueDb.files
      .filter(({ owner, keptAt }) => !owners.has(owner) && now - keptAt > orphanDays * dayMs)
      .delete();
  });
}
