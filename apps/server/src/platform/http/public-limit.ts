import type { RateLimitOptions } from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";

const loopback = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * How often one address may call a public route without an account. Signed-in staff are known by name and not limited;
 * in demo mode neither is this machine, where the simulator runs.
 */
export const publicLimit = (
  { GEZHI_DEMO }: Pick<Config, "GEZHI_DEMO">,
  perMinute: number,
): RateLimitOptions => ({
  max: perMinute,
  timeWindow: 60_000,
  hook: "preHandler",
  allowList: (request: FastifyRequest) =>
    isStaff(request) || (GEZHI_DEMO && loopback.test(request.ip)),
});

const isStaff = (request: FastifyRequest): boolean =>
  "session" in request && request.session !== null && request.session !== undefined;
