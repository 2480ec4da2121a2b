let lastAt = 0;
let counter = 0;

/**
 * UUID version 7: sorts by when it was made, also within one millisecond. The queue is read in the order of its keys,
 * so what was kept first is sent first.
 */
export function timeOrderedId(now = Date.now()): string {
  if (now > lastAt) {
    lastAt = now;
    counter = 0;
  } else if (counter < 0xfff) counter += 1;
  else {
    lastAt += 1;
    counter = 0;
  }
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const time = lastAt.toString(16).padStart(12, "0");
  const order = counter.toString(16).padStart(3, "0");
  const rest = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}

/** A file that only this device has: shaped like a file's id, in a district that does not exist. */
export const localFileId = (): string => `000000-${timeOrderedId()}`;
export const isLocalFile = (id: string): boolean => id.startsWith("000000-");
