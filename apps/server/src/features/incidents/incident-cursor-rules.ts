import type { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { z } from "zod";
import { invalid } from "../../platform/problems.ts";

/** Where a page ended: the sort keys of its last row. */
const Cursor = z.object({
  sort: z.enum(["urgency", "newest", "due"]),
  rank: z.number().int(),
  due: z.iso.datetime().nullable(),
  opened: z.iso.datetime(),
  id: z.uuid(),
});
export type Cursor = z.infer<typeof Cursor>;

type Keys = { urgency_rank: number; due_at: Date | null; opened_at: Date; id: string };

export const cursorOf = (
  sort: IncidentQuery["sort"],
  { urgency_rank, due_at, opened_at, id }: Keys,
): string =>
  Buffer.from(
    JSON.stringify({
      sort,
      rank: urgency_rank,
      due: due_at?.toISOString() ?? null,
      opened: opened_at.toISOString(),
      id,
    }),
  ).toString("base64url");

/** Throws when the text is no cursor of this list. */
export function readCursor(text: string | undefined, sort: IncidentQuery["sort"]): Cursor | null {
  if (text === undefined) return null;
  const wrong = invalid("翻页标记已失效，请从第一页重新查看");
  try {
    const parsed = Cursor.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    if (parsed.success && parsed.data.sort === sort) return parsed.data;
  } catch {
    throw wrong;
  }
  throw wrong;
}
