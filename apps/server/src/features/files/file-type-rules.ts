export type FileKind = "photo" | "video" | "audio";
export type FileType = { type: string; kind: FileKind };

const megabyte = 1 << 20;

/** Bytes a file of each kind may have. */
export const sizeLimits: Record<FileKind, number> = {
  photo: 12 * megabyte,
  video: 100 * megabyte,
  audio: 20 * megabyte,
};

/** So many bytes of a file's head decide its type. */
export const headBytes = 4096;

export const acceptedTypes =
  "照片（JPEG、PNG、WebP）、视频（MP4、MOV、WebM）或录音（M4A、MP3、OGG、WAV、AMR）";
export const acceptedPictures = "照片（JPEG、PNG、WebP）或视频（MP4、MOV、WebM）";

/**
 * The type by the first bytes, never by name or claim. Undefined for all else: pages, vector graphics, archives,
 * programs, and photo formats that cannot be freed of their metadata here (HEIC, raw).
 */
export function fileTypeOf(head: Buffer): FileType | undefined {
  const ascii = (from: number, to: number) => head.toString("latin1", from, to);
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0xff, 0xd8, 0xff)) return { type: "image/jpeg", kind: "photo" };
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return { type: "image/png", kind: "photo" };
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP")
    return { type: "image/webp", kind: "photo" };
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WAVE")
    return { type: "audio/wav", kind: "audio" };
  if (ascii(0, 4) === "OggS") return { type: "audio/ogg", kind: "audio" };
  if (ascii(0, 5) === "#!AMR") return { type: "audio/amr", kind: "audio" };
  if (ascii(0, 3) === "ID3") return { type: "audio/mpeg", kind: "audio" };
  if (starts(0xff, 0xf1) || starts(0xff, 0xf9)) return { type: "audio/aac", kind: "audio" };
  if (head[0] === 0xff && [0xfb, 0xf3, 0xf2, 0xfa].includes(head[1] ?? 0))
    return { type: "audio/mpeg", kind: "audio" };
  if (ascii(4, 8) === "ftyp") return brandType(ascii(8, 12));
  if (starts(0x1a, 0x45, 0xdf, 0xa3) && head.includes("webm")) {
    const seen = head.toString("latin1");
    const sound = /A_(?:OPUS|VORBIS)/.test(seen) && !/V_(?:VP8|VP9|AV1)/.test(seen);
    return sound ? { type: "audio/webm", kind: "audio" } : { type: "video/webm", kind: "video" };
  }
  return undefined;
}

function brandType(brand: string): FileType | undefined {
  if (/^M4[AB]/.test(brand)) return { type: "audio/mp4", kind: "audio" };
  if (brand === "qt  ") return { type: "video/quicktime", kind: "video" };
  if (/^(?:isom|iso[2-9]|mp4[12]|avc1|dash|MSNV|M4V|3gp|3g2|mmp4|f4v)/.test(brand))
    return { type: "video/mp4", kind: "video" };
  return undefined;
}

export type ByteRange = { from: number; to: number };

/** One range of `Range: bytes=…`, `to` inclusive; null when the header is not one, "unsatisfiable" when it lies outside. */
export function byteRange(
  header: string | undefined,
  size: number,
): ByteRange | "unsatisfiable" | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const first = match[1] ?? "";
  const last = match[2] ?? "";
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return from >= size || from > to ? "unsatisfiable" : { from, to };
}
