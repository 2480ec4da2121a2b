import { Receipt } from "@gezhi/contract/reports.ts";
import { z } from "zod";
import { queueDb } from "./queue-db.ts";
import type {
  ActItem,
  FormItem,
  PatrolItem,
  QueueItem,
  ReportItem,
  VisitItem,
} from "./queue-items.ts";
import { outcomeOf, wasPerformed, withSentFiles, type Outcome } from "./queue-rules.ts";
import { request, upload, type Answer } from "./transport.ts";

/** Who is signed in, and by how much the server's clock is ahead of this one. */
export type Sender = { account: string; name: string; csrf: string | undefined; aheadMs: number };
type Progress = (item: string, share: number) => void;

const SentFile = z.object({ id: z.string() });
const History = z.object({
  timeline: z.array(z.object({ at: z.string(), act: z.string(), actor: z.string() })),
});

/** Sends one item with its files. Whatever happens, asking again does no harm. */
export async function deliver(
  item: QueueItem,
  sender: Sender,
  progress: Progress,
): Promise<Outcome> {
  const files = await sendFiles(item, sender, progress);
  if (!(files instanceof Map)) return files;
  if (item.kind === "visit") return deliverVisit(item, sender);
  if (item.kind === "patrol") return deliverPatrol(item, sender);
  if (item.kind === "form") return deliverForm(item, sender);
  return item.kind === "report"
    ? deliverReport(item, files, sender)
    : deliverAct(item, files, sender);
}

const judged = (item: QueueItem, answer: Answer): Outcome =>
  outcomeOf(answer, item.attempts, Date.now());

/** Uploads what the server does not have yet; each file is remembered at once, so that none travels twice. */
async function sendFiles(
  item: QueueItem,
  { csrf }: Sender,
  progress: Progress,
): Promise<Map<string, string> | Outcome> {
  const kept = await queueDb.files.bulkGet(item.files);
  const bytes = kept.reduce((sum, file) => sum + (file?.blob.size ?? 0), 0);
  const sent = new Map<string, string>();
  let before = 0;
  for (const [index, file] of kept.entries()) {
    if (!file) continue;
    const size = file.blob.size;
    const start = before;
    before += size;
    if (!file.sent) {
      const answer = await upload({
        blob: file.blob,
        name: file.name,
        csrf,
        onProgress: (share) => progress(item.id, (start + share * size) / Math.max(1, bytes)),
      });
      const outcome = judged(item, answer);
      if (outcome.is === "refused")
        return { is: "refused", refusal: { ...outcome.refusal, file: index + 1 } };
      if (outcome.is !== "delivered") return outcome;
      const stored = SentFile.safeParse(answer.body);
      if (!stored.success) return { is: "wait", why: "busy", nextAt: Date.now() + 60_000 };
      file.sent = stored.data.id;
      await queueDb.files.update(file.id, { sent: file.sent });
    }
    sent.set(file.id, file.sent);
  }
  return sent;
}

/** The server knows a visit by its id: an answer that was lost changes nothing. */
const deliverVisit = async (item: VisitItem, { csrf }: Sender): Promise<Outcome> =>
  judged(item, await request("/visits", { ...item.body, id: item.id }, csrf));

/** As a visit: the same patrol sent again changes nothing. */
const deliverPatrol = async (item: PatrolItem, { csrf }: Sender): Promise<Outcome> =>
  judged(item, await request("/patrols", { ...item.body, id: item.id }, csrf));

/** What has arrived is forgotten here: it may name people. */
async function deliverForm(item: FormItem, { csrf }: Sender): Promise<Outcome> {
  const path = `/incidents/${item.incident}/forms/${item.form}`;
  const outcome = judged(item, await request(path, item.body ?? {}, csrf));
  if (outcome.is === "delivered")
    await queueDb.items
      .where("id")
      .equals(item.id)
      .modify((kept) => {
        if (kept.kind === "form") kept.body = null;
      });
  return outcome;
}

async function deliverReport(
  item: ReportItem,
  sent: Map<string, string>,
  { csrf }: Sender,
): Promise<Outcome> {
  const files = item.files.flatMap((id) => sent.get(id) ?? []);
  const answer = await request("/reports", { ...item.body, clientId: item.id, files }, csrf);
  const outcome = judged(item, answer);
  if (outcome.is !== "delivered") return outcome;
  const receipt = Receipt.safeParse(answer.body);
  // It arrived; an answer this version cannot read must not send it to the conflicts.
  if (!receipt.success) return { is: "wait", why: "busy", nextAt: Date.now() + 300_000 };
  await queueDb.transaction("rw", queueDb.items, async () => {
    await queueDb.items
      .where("id")
      .equals(item.id)
      .modify((kept) => {
        if (kept.kind === "report") kept.receipt = receipt.data;
      });
    const { id: incident, number } = receipt.data.incident;
    await queueDb.items.toCollection().modify((other) => {
      if (other.kind === "act" && other.after === item.id)
        Object.assign(other, { incident, number });
    });
  });
  return outcome;
}

async function deliverAct(
  item: ActItem,
  sent: Map<string, string>,
  { csrf, name, aheadMs }: Sender,
): Promise<Outcome> {
  if (item.unsureSince !== null) {
    const answer = await request(`/incidents/${item.incident}`);
    const history = History.safeParse(answer.body);
    if (answer.status === 200 && history.success) {
      if (wasPerformed(item, name, history.data.timeline)) return { is: "delivered" };
    } else if (answer.status === 0 || answer.status >= 500) return judged(item, answer);
  }
  const unsureSince = item.unsureSince ?? Date.now() + aheadMs;
  await noteUnsure(item.id, unsureSince);
  const body = withSentFiles(item.body, sent);
  const answer = await request(`/incidents/${item.incident}/acts`, body, csrf);
  const outcome = judged(item, answer);
  const answered = answer.status > 0 && answer.status < 500;
  if (answered) await noteUnsure(item.id, null);
  return outcome;
}

const noteUnsure = (id: string, unsureSince: number | null): Promise<number> =>
  queueDb.items
    .where("id")
    .equals(id)
    .modify((item) => {
      if (item.kind === "act") item.unsureSince = unsureSince;
    });
