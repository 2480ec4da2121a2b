import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

export type Secrets = {
  /** AES-256-GCM; the same text never seals to the same value twice. */
  seal: (text: string) => string;
  /** Throws when the value was altered or sealed with another key. */
  open: (sealed: string) => string;
  /** Keyed look-up value: equal texts give equal fingerprints, and nothing without the key gives the text back. */
  fingerprint: (text: string) => string;
  /** 32 random bytes as base64url. */
  token: () => string;
  /** A proof that this server vouched for `value` until `expiresAt` (epoch ms), for short-lived urls. */
  sign: (value: string, expiresAt: number) => string;
  verify: (value: string, signature: string, now: number) => boolean;
};

const cipher = "aes-256-gcm";
/** Head of every sealed value, so that another cipher can be told apart later. */
const version = "1.";
const nonceBytes = 12;
const tagBytes = 16;

/** One key serves three purposes through three derived keys, so that no purpose can be played against another. */
export function createSecrets(keyHex: string): Secrets {
  if (!/^[0-9a-f]{64}$/.test(keyHex)) throw new RangeError("The secret key is 64 hex digits.");
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", Buffer.from(keyHex, "hex"), "", `gezhi/${purpose}`, 32));
  const sealing = derive("seal");
  const looking = derive("fingerprint");
  const signing = derive("sign");

  const mac = (value: string, expiry: string) =>
    createHmac("sha256", signing).update(`${expiry}\n${value}`).digest("base64url");

  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const encryption = createCipheriv(cipher, sealing, nonce);
      const sealed = Buffer.concat([encryption.update(text, "utf8"), encryption.final()]);
      return (
        version + Buffer.concat([nonce, encryption.getAuthTag(), sealed]).toString("base64url")
      );
    },
    open(sealed) {
      if (!sealed.startsWith(version))
        throw new RangeError("The sealed value has an unknown version.");
      const bytes = Buffer.from(sealed.slice(version.length), "base64url");
      if (bytes.length < nonceBytes + tagBytes)
        throw new RangeError("The sealed value is too short.");
      const decryption = createDecipheriv(cipher, sealing, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decryption.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return (
        decryption.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") +
        decryption.final("utf8")
      );
    },
    fingerprint: (text) => createHmac("sha256", looking).update(text).digest("base64url"),
    token: () => randomBytes(32).toString("base64url"),
    sign(value, expiresAt) {
      const expiry = Math.trunc(expiresAt).toString(36);
      return `${expiry}.${mac(value, expiry)}`;
    },
    verify(value, signature, now) {
      const [expiry = "", given = ""] = signature.split(".");
      if (!/^[0-9a-z]{1,11}$/.test(expiry) || Number.parseInt(expiry, 36) <= now) return false;
      return sameText(given, mac(value, expiry));
    },
  };
}

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
