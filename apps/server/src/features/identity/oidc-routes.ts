import { Problem } from "@gezhi/contract/problem.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { createSingleSignOn, problemOf } from "./oidc-commands.ts";
import { localPath, problemPath } from "./oidc-rules.ts";
import { sessionCookie, setSessionCookie } from "./session-plugin.ts";
import { admit } from "./sign-in-commands.ts";

const cookieName = "gezhi_oidc";
const path = "/api/oidc";

/** Both are visited by the browser itself, so what goes wrong ends on the sign-in page, not in JSON. */
export function registerOidcRoutes(app: App, context: Context): void {
  const { config } = context;
  const singleSignOn = createSingleSignOn(context);
  const secure = config.PUBLIC_URL?.startsWith("https:") ?? false;
  const callbackUrl = (request: FastifyRequest) =>
    new URL(`${path}/callback`, config.PUBLIC_URL ?? `${request.protocol}://${request.host}`);
  const away = (reply: FastifyReply, to: string) =>
    reply.header("cache-control", "no-store").redirect(to, 302);

  app.get(
    `${path}/start`,
    {
      // Every start keeps a row for ten minutes.
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        tags: ["identity"],
        summary: "Sends the browser to the single sign-on provider",
        querystring: z.object({ returnTo: z.string().max(1000).optional() }),
        response: { 302: z.null(), 404: Problem },
      },
    },
    async (request, reply) => {
      if (!singleSignOn) throw notFound("单点登录");
      try {
        const { url, state } = await singleSignOn.start(
          callbackUrl(request).href,
          localPath(request.query.returnTo),
        );
        void reply.setCookie(cookieName, state, {
          path,
          httpOnly: true,
          sameSite: "lax",
          secure,
          maxAge: 600,
        });
        return away(reply, url.href);
      } catch (error) {
        const problem = problemOf(error);
        if (!problem) throw error;
        return away(reply, problemPath("unavailable"));
      }
    },
  );

  app.get(
    `${path}/callback`,
    {
      schema: {
        tags: ["identity"],
        summary: "Where the provider sends the browser back",
        response: { 302: z.null(), 404: Problem },
      },
    },
    async (request, reply) => {
      if (!singleSignOn) throw notFound("单点登录");
      const callback = callbackUrl(request);
      callback.search = new URL(request.url, callback).search;
      const arrival = await singleSignOn.finish(callback, request.cookies[cookieName]);
      void reply.clearCookie(cookieName, { path });
      if ("problem" in arrival) return away(reply, problemPath(arrival.problem));
      setSessionCookie(
        reply,
        config,
        await admit(context, app.sessions, arrival.account, "oidc", sessionCookie(request)),
      );
      return away(reply, arrival.returnTo);
    },
  );
}
