const endings: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
};

/** `clip-01-20261126T220000250Z.jpg`: its place and instant, and nothing about who is in it. */
export function partName(index: number, at: Date, type: string): string {
  const number = String(index + 1).padStart(2, "0");
  return `clip-${number}-${at.toISOString().replaceAll(/[-:.]/g, "")}.${endings[type] ?? "bin"}`;
}
