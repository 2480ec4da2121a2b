import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Names what is about to be answered; true when the caller has it already and 304 is the whole answer. Everything may
 * be kept, but is asked for again each time: a renamed unit or a new catalogue is seen at once.
 * `forever`: where the address names the version, nobody needs to ask again.
 */
export function answeredFromCache(
  request: FastifyRequest,
  reply: FastifyReply,
  tag: string,
  visibility: "public" | "private" = "public",
  { forever = false }: { forever?: boolean } = {},
): boolean {
  const etag = `"${tag}"`;
  const age = forever ? "max-age=31536000, immutable" : "no-cache";
  void reply.header("etag", etag).header("cache-control", `${visibility}, ${age}`);
  const known = request.headers["if-none-match"];
  if (!known?.split(",").some((one) => one.trim().replace(/^W\//, "") === etag)) return false;
  void reply.code(304).serializer(String).send("");
  return true;
}
