import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Names what is about to be answered; true when the caller has it already and 304 is the whole answer. Everything may
 * be kept, but is asked for again each time: a renamed unit or a new catalogue is seen at once.
 */
export function answeredFromCache(
  request: FastifyRequest,
  reply: FastifyReply,
  tag: string,
  visibility: "public" | "private" = "public",
): boolean {
  const etag = `"${tag}"`;
  void reply.header("etag", etag).header("cache-control", `${visibility}, no-cache`);
  const known = request.headers["if-none-match"];
  if (!known?.split(",").some((one) => one.trim().replace(/^W\//, "") === etag)) return false;
  void reply.code(304).serializer(String).send("");
  return true;
}
