import { useSyncExternalStore } from "react";
import type { FileProblem } from "./file-rules.ts";
import { queueDb } from "../queue/queue-db.ts";
import { takeIn } from "./take-in.ts";

export type Picker = "camera" | "video" | "sound" | "album";

const inputs: Record<Picker, { accept: string; capture?: string; multiple: boolean }> = {
  camera: { accept: "image/*", capture: "environment", multiple: false },
  video: { accept: "video/*", capture: "environment", multiple: false },
  sound: { accept: "audio/*", capture: "user", multiple: false },
  album: { accept: "image/*,video/*,audio/*", multiple: true },
};

export type Intake = {
  /** Files being read at this moment. */
  reading: number;
  problems: readonly { name: string; problem: FileProblem | { is: "full" } }[];
};
let intakes: ReadonlyMap<string, Intake> = new Map();
const listeners = new Set<() => void>();
const idle: Intake = { reading: 0, problems: [] };

function note(owner: string, change: (now: Intake) => Intake): void {
  intakes = new Map(intakes).set(owner, change(intakes.get(owner) ?? idle));
  listeners.forEach((listener) => listener());
}

/** What became of the files chosen for `owner`. */
export const useIntake = (owner: string): Intake =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => intakes.get(owner) ?? idle,
  );

/**
 * Opens the camera or the album; call it in the tap itself. The files go to `owner` even when another page is shown by
 * then, so a report can begin with its photo.
 */
export function pickFiles(picker: Picker, owner: string): void {
  const { accept, capture, multiple } = inputs[picker];
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept, multiple, hidden: true });
  if (capture) input.setAttribute("capture", capture);
  input.addEventListener("change", () => {
    void addFiles([...(input.files ?? [])], owner);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  // iOS forgets an input that is not in the page before the camera comes back.
  document.body.append(input);
  input.click();
}

export async function addFiles(files: readonly File[], owner: string): Promise<void> {
  note(owner, ({ reading }) => ({ reading: reading + files.length, problems: [] }));
  try {
    const already = await queueDb.files.where("owner").equals(owner).count();
    const { problems } = await takeIn(files, owner, already);
    note(owner, (now) => ({ ...now, problems }));
  } catch {
    const problems = files.map(({ name }) => ({ name, problem: { is: "full" as const } }));
    note(owner, (now) => ({ ...now, problems }));
  } finally {
    note(owner, (now) => ({ ...now, reading: now.reading - files.length }));
  }
}
