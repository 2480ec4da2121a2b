import type { FileId } from "@gezhi/contract/ids.ts";
import { fileId } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";

type Signer = Pick<Context, "secrets" | "now">;

const halfHour = 30 * 60_000;

/** All urls made within the same half hour are equal, so that a screen that refetches a record does not reload its pictures. */
const expiryAfter = (now: number): number => (Math.floor(now / halfHour) + 2) * halfHour;

const signed = (id: FileId): string => `file ${id}`;

/** Urls that work for half an hour to an hour; whoever has one can see the file. */
export function fileUrls(
  { secrets, now }: Signer,
  id: FileId,
  hasThumbnail: boolean,
): { url: string; thumbnail: string | null } {
  const token = encodeURIComponent(secrets.sign(signed(id), expiryAfter(now())));
  return {
    url: `/api/files/${id}?token=${token}`,
    thumbnail: hasThumbnail ? `/api/files/${id}/thumbnail?token=${token}` : null,
  };
}

export const mayOpenFile = ({ secrets, now }: Signer, id: FileId, token: string): boolean =>
  secrets.verify(signed(id), token, now());

const brief = (id: FileId, session: string): string => `brief ${signed(id)} ${session}`;

/**
 * For what was opened on record: works for minutes and in the session that asked, so that an address passed on shows
 * nothing; and no cache keeps what it showed.
 */
export const briefUrl = ({ secrets }: Signer, id: FileId, session: string, until: number): string =>
  `/api/files/${id}?token=${encodeURIComponent(secrets.sign(brief(id, session), until))}`;

export const opensBriefly = (
  { secrets, now }: Signer,
  id: FileId,
  session: string | undefined,
  token: string,
): boolean => session !== undefined && secrets.verify(brief(id, session), token, now());

/** The urls of an attachment row. */
export const attachmentUrls = (
  signer: Signer,
  row: { file_district: string; file: string; has_thumbnail: boolean },
): { url: string; thumbnail: string | null } =>
  fileUrls(signer, fileId({ district: row.file_district, id: row.file }), row.has_thumbnail);
