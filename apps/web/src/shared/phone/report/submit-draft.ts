import type { ReportSource } from "@gezhi/contract/reports.ts";
import { redrawPhoto } from "../capture/redraw-photo.ts";
import { keepReport } from "../queue/queue-commands.ts";
import { queueDb } from "../queue/queue-db.ts";
import type { KeptFile } from "../queue/queue-items.ts";
import { keepForGood, sendSoon } from "../queue/start-queue.ts";
import { isSelfHandled, overridesPhotos } from "./draft-values.ts";
import { reportBody } from "./report-body.ts";
import type { ReportDraft } from "./use-report-draft.ts";

type Submission = {
  draft: ReportDraft;
  account: string;
  source: ReportSource;
  /** What the queue calls it: the text's beginning, else the category, else "photo". */
  title: string;
  replaces?: string | undefined;
};

/** Keeps the report on this device and has it sent; answers its id in the queue. */
export async function submitDraft({
  draft,
  account,
  source,
  title,
  replaces,
}: Submission): Promise<string> {
  const { values, files, doneFiles, key } = draft;
  if (overridesPhotos(values)) for (const file of files) await forgetPlace(file);
  draft.close();
  const id = await keepReport({
    account,
    body: reportBody(values, files, source, Date.now()),
    values,
    draftKey: key,
    files: files.map(({ id: file }) => file),
    replaces,
    selfHandled: isSelfHandled(values)
      ? { result: values.result.trim(), files: doneFiles.map(({ id: file }) => file), title }
      : undefined,
  });
  sendSoon();
  void keepForGood();
  return id;
}

async function forgetPlace({ id, place, blob }: KeptFile): Promise<void> {
  if (place === null) return;
  const redrawn = await redrawPhoto(blob);
  if (redrawn) await queueDb.files.update(id, { blob: redrawn, type: redrawn.type, place: null });
}
