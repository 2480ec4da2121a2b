import { ProblemError } from "../../platform/problems.ts";

/** User name and password of a Basic header; undefined: there is none. */
export function credentialsOf(header: string | undefined): [string, string] | undefined {
  const [scheme, encoded] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || !encoded) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

export const denied = () =>
  new ProblemError(
    "unauthenticated",
    "设备编码或密码不正确：请用网关的设备编码和密码做 Basic 认证",
  );
