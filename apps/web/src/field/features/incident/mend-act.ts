import { copyFiles } from "../../../shared/phone/queue/queue-commands.ts";
import type { ActItem } from "../../../shared/phone/queue/queue-items.ts";
import { ownerOf } from "./local-files.ts";

type LocalFile = { id: string };
const isFiles = (value: unknown): value is LocalFile[] =>
  Array.isArray(value) && value.every((one) => typeof one === "object" && one && "id" in one);

/** What was typed in a refused act, with copies of its files, so that the item itself stays whole. */
export async function valuesForMending({
  values,
  draftKey,
}: ActItem): Promise<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(values)) {
    const files = isFiles(value)
      ? await copyFiles(
          value.map(({ id }) => id),
          ownerOf(draftKey, name),
        )
      : undefined;
    entries.push([
      name,
      files ? files.map(({ id, type, name: file }) => ({ id, type, name: file })) : value,
    ]);
  }
  return Object.fromEntries(entries);
}
