const minute = 60_000;

/** A count of tries: `limit` within `windowMs`, then none for `lockMs`. */
export type Allowance = { bucket: string; limit: number; windowMs: number; lockMs: number };
export type Attempt = Allowance & { tries: number; until: number };

/** The address is wide: an office shares one, and sign-ins under way count until they succeed. */
const limits = { pair: 5, name: 25, address: 200 };

/** Tries after which a bucket of a user name refuses. */
export const signInLimitOf = (bucket: string): number =>
  bucket.startsWith("pair:") ? limits.pair : limits.name;

/**
 * Guessing is slowed in three ways: at one account from one address, at one account from anywhere, and from one address
 * at any accounts.  Names that do not exist are counted the
 * same way, so a lock tells nothing about them.
 */
export const signInAllowances = (
  username: string,
  address: string,
  fingerprint: (text: string) => string,
): Allowance[] => {
  const name = nameKey(username, fingerprint);
  const place = fingerprint(addressGroup(address));
  return [
    {
      bucket: `pair:${name}:${place}`,
      limit: limits.pair,
      windowMs: 15 * minute,
      lockMs: 15 * minute,
    },
    { bucket: `name:${name}`, limit: limits.name, windowMs: 60 * minute, lockMs: 15 * minute },
    {
      bucket: `address:${place}`,
      limit: limits.address,
      windowMs: 15 * minute,
      lockMs: 15 * minute,
    },
  ];
};

/** Second part of the buckets that belong to a user name. */
export const nameKey = (username: string, fingerprint: (text: string) => string): string =>
  fingerprint(plainUsername(username).toLowerCase());

/** Names and phones one person may have shown; more looks like harvesting. */
export const revealAllowance = (account: string): Allowance => ({
  bucket: `reveal:${account}`,
  limit: 60,
  windowMs: 60 * minute,
  lockMs: 60 * minute,
});

export const plainUsername = (username: string): string => username.normalize("NFKC").trim();

/** An IPv6 subscriber owns a /64: one address of it stands for all. IPv4 written as IPv6 is IPv4. */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]!.split("::");
  const before = head ? head.split(":") : [];
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after]
    .slice(0, 4)
    .join(":");
}

export const isOver = (attempt: Attempt): boolean => attempt.tries > attempt.limit;
/** The last try allowed: when it fails too, the lock has begun. */
export const isLast = (attempt: Attempt): boolean => attempt.tries === attempt.limit;

const two = (value: number) => String(value).padStart(2, "0");

/** `14:05`, or with the date when it is not today (China Standard Time). */
export function clockText(until: number, now: number): string {
  // Rounded up to the minute: nobody is told a time that is still too early.
  const end = new Date(Math.ceil(until / minute) * minute + 8 * 60 * minute);
  const today = new Date(now + 8 * 60 * minute);
  const time = `${two(end.getUTCHours())}:${two(end.getUTCMinutes())}`;
  const sameDay = end.toISOString().slice(0, 10) === today.toISOString().slice(0, 10);
  return sameDay ? time : `${end.getUTCMonth() + 1}月${end.getUTCDate()}日 ${time}`;
}
