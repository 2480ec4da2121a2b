import {
  ChangePassword,
  DemoAccount,
  Me,
  SignIn,
  SignInOptions,
} from "@gezhi/contract/identity.ts";
import { Problem } from "@gezhi/contract/problem.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../../platform/http/app.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { listDemoAccounts } from "./demo-accounts.ts";
import { presentMe } from "./me-presentation.ts";
import { registerOidcRoutes } from "./oidc-routes.ts";
import { registerRevealRoutes } from "./reveal-routes.ts";
import {
  clearSessionCookie,
  sessionCookie,
  sessionOf,
  setSessionCookie,
} from "./session-plugin.ts";
import {
  changePassword,
  signIn,
  signInToDemo,
  signOut,
  signOutEverywhere,
  type Entrance,
} from "./sign-in-commands.ts";

const tags = ["identity"];
const Nothing = z.null();

export function registerIdentityRoutes(app: App, context: Context): void {
  const { config } = context;
  const sessions = app.sessions;

  const entranceOf = (request: FastifyRequest): Entrance => ({
    address: request.ip,
    cookie: sessionCookie(request),
  });

  async function welcome(reply: FastifyReply, token: string): Promise<Me> {
    const session = await sessions.find(token);
    if (!session) throw new Error("A session that was just opened is gone.");
    setSessionCookie(reply, config, token);
    return presentMe(context, session);
  }

  app.post(
    "/api/session",
    {
      schema: {
        tags,
        summary: "Signs in with user name and password",
        body: SignIn,
        response: { 200: Me, 400: Problem, 401: Problem, 429: Problem },
      },
    },
    async (request, reply) =>
      welcome(reply, await signIn(context, sessions, request.body, entranceOf(request))),
  );

  app.get(
    "/api/session",
    { schema: { tags, summary: "Who is signed in", response: { 200: Me, 401: Problem } } },
    (request) => presentMe(context, sessionOf(request)),
  );

  app.delete(
    "/api/session",
    {
      schema: {
        tags,
        summary: "Signs out",
        response: { 204: Nothing, 401: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      await signOut(context, sessions, sessionOf(request));
      return clearSessionCookie(reply, config).code(204).send(null);
    },
  );

  app.delete(
    "/api/sessions",
    {
      schema: {
        tags,
        summary: "Signs out on every device",
        response: { 204: Nothing, 401: Problem, 403: Problem },
      },
    },
    async (request, reply) => {
      await signOutEverywhere(context, sessions, sessionOf(request));
      return clearSessionCookie(reply, config).code(204).send(null);
    },
  );

  app.post(
    "/api/session/password",
    {
      schema: {
        tags,
        summary: "Changes the own password and ends every other session",
        body: ChangePassword,
        response: { 200: Me, 400: Problem, 401: Problem, 403: Problem, 409: Problem, 429: Problem },
      },
    },
    async (request, reply) =>
      welcome(
        reply,
        await changePassword(context, sessions, sessionOf(request), request.body, request.ip),
      ),
  );

  app.get(
    "/api/sign-in-options",
    { schema: { tags, summary: "Ways to sign in", response: { 200: SignInOptions } } },
    () => ({
      demo: config.GEZHI_DEMO,
      oidc: config.OIDC_ISSUER ? { name: config.OIDC_NAME } : null,
      password: true,
    }),
  );

  app.get(
    "/api/demo/accounts",
    {
      schema: {
        tags,
        summary: "Accounts of the demo's chooser",
        response: { 200: z.object({ items: z.array(DemoAccount) }), 404: Problem },
      },
    },
    async () => {
      if (!config.GEZHI_DEMO) throw notFound("演示模式");
      return { items: await listDemoAccounts(context) };
    },
  );

  app.post(
    "/api/demo/session",
    {
      config: { rateLimit: { max: 3000, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: "Signs in as a demo account with one click",
        body: z.object({ username: z.string().min(1).max(100) }),
        response: { 200: Me, 404: Problem },
      },
    },
    async (request, reply) => {
      if (!config.GEZHI_DEMO) throw notFound("演示模式");
      return welcome(
        reply,
        await signInToDemo(context, sessions, request.body.username, entranceOf(request)),
      );
    },
  );

  registerOidcRoutes(app, context);
  registerRevealRoutes(app, context);
}
