import { queueDb } from "../queue/queue-db.ts";
import type { KeptFile } from "../queue/queue-items.ts";
import { localFileId } from "../queue/time-ordered-id.ts";
import { isPlainPhoto, problemOf, type FileProblem } from "./file-rules.ts";
import { readPhoto } from "./read-photo.ts";
import { redrawPhoto } from "./redraw-photo.ts";

export type TakenIn = { files: KeptFile[]; problems: { name: string; problem: FileProblem }[] };

/** Keeps the chosen files on this device under `owner`. Those that cannot be sent are named and left out. */
export async function takeIn(
  chosen: readonly File[],
  owner: string,
  already: number,
): Promise<TakenIn> {
  const files: KeptFile[] = [];
  const problems: TakenIn["problems"] = [];
  for (const file of chosen) {
    const { place, takenAt } = await readPhoto(file);
    const photo = file.type.startsWith("image/");
    const blob = photo && !isPlainPhoto(file.type) ? await redrawPhoto(file) : file;
    const problem = blob ? problemOf(blob, already + files.length) : { is: "kind" as const };
    if (!blob || problem) {
      if (problem) problems.push({ name: file.name, problem });
      continue;
    }
    const kept: KeptFile = {
      id: localFileId(),
      owner,
      name: file.name || (photo ? "photo.jpg" : "recording"),
      type: blob.type,
      blob,
      place,
      takenAt,
      keptAt: Date.now(),
      sent: null,
    };
    await queueDb.files.add(kept);
    files.push(kept);
  }
  return { files, problems };
}

export const dropFile = (id: string): Promise<void> => queueDb.files.delete(id);
