import { readFile } from "node:fs/promises";
import { verifyCaseFile } from "../features/timeline/case-file-rules.ts";

/** `gezhi verify FILE`: 0 = intact, 1 = broken, 2 = not a readable file. */
export async function verifyCommand(
  [file]: string[],
  say: (line: string) => void = console.log,
): Promise<number> {
  if (!file) {
    say("Usage: gezhi verify FILE   (a case exported by Gezhi)");
    return 2;
  }
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    say(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 2;
  }
  const verdict = verifyCaseFile(content);
  if (verdict.intact) {
    say(`${file}: intact, ${verdict.entries} entries.`);
    return 0;
  }
  say(
    verdict.seq === null
      ? `${file}: ${verdict.why}.`
      : `${file}: broken at entry ${verdict.seq}: ${verdict.why}.`,
  );
  return 1;
}
