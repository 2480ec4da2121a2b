const megabyte = 1 << 20;

/** As the server has them; told before the upload, so that nobody waits for a no. */
export const mostFiles = 9;
const limits = { image: 12, video: 100, audio: 20 } as const;

export type FileProblem =
  | { is: "tooMany"; most: number }
  | { is: "tooLarge"; megabytes: number; most: number }
  | { is: "kind" }
  | { is: "empty" };

type Chosen = { type: string; size: number };

const kindOf = (type: string): keyof typeof limits | undefined =>
  (["image", "video", "audio"] as const).find((kind) => type.startsWith(`${kind}/`));

/** Why a file cannot go along; undefined when it can. `kept` files are there already. */
export function problemOf({ type, size }: Chosen, kept: number): FileProblem | undefined {
  if (kept >= mostFiles) return { is: "tooMany", most: mostFiles };
  const kind = kindOf(type);
  if (!kind) return { is: "kind" };
  if (size === 0) return { is: "empty" };
  const most = limits[kind];
  if (size > most * megabyte)
    return { is: "tooLarge", megabytes: Math.ceil((size / megabyte) * 10) / 10, most };
  return undefined;
}

/** Photos of these types can be freed of their metadata by the server; others (HEIC) are drawn anew here. */
export const isPlainPhoto = (type: string): boolean =>
  ["image/jpeg", "image/png", "image/webp"].includes(type);
