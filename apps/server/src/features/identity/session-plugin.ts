import type { Role } from "@gezhi/contract/identity.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../../platform/http/app.ts";
import { forbidden, unauthenticated, type ProblemError } from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import {
  createSessionStore,
  longestSessionMs,
  type Session,
  type SessionStore,
} from "./session-store.ts";
import { holdsAny, type Viewer } from "./viewer.ts";

declare module "fastify" {
  interface FastifyInstance {
    sessions: SessionStore;
  }
  interface FastifyRequest {
    session: Session | null;
    /** Why a session that exists was not attached. */
    sessionProblem: ProblemError | null;
  }
}

const cookieName = "gezhi_session";
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
/** Signing in needs no session and replaces whatever one the browser has. */
const entrances = /^\/api\/(session|demo\/session)$/;
/** While the first password stands, nothing else of the API answers. */
const beforePasswordChange =
  /^\/api\/(session|sessions|session\/password|sign-in-options|demo\/.*|oidc\/.*)$/;

/**
 * Attaches the session to every request below `/api/`. Open311 lies outside: its callers are programs with keys, often
 * on other sites, and cookies mean nothing there.
 *
 * A changing request with the cookie but without `x-csrf-token` goes on as nobody: public intake answers it, everything
 * that asks for the viewer refuses. So no list of public routes can be forgotten.
 */
export function registerIdentity(app: App, context: Context): void {
  const { config } = context;
  const publicHost = config.PUBLIC_URL ? new URL(config.PUBLIC_URL).host : undefined;
  app.decorate("sessions", createSessionStore(context));
  app.decorateRequest("session", null);
  app.decorateRequest("sessionProblem", null);

  app.addHook("onRequest", async (request) => {
    const path = request.url.split("?", 1)[0] ?? "";
    if (!path.startsWith("/api/")) return;
    const changes = !safeMethods.has(request.method);
    if (changes) refuseForeignOrigin(request, publicHost);
    if (request.method === "POST" && entrances.test(path)) return;
    const token = request.cookies[cookieName];
    if (!token || token.length > 100) return;
    const session = await app.sessions.find(token);
    if (!session) return;
    if (changes) {
      const given = request.headers["x-csrf-token"];
      if (given === undefined) {
        request.sessionProblem = forbidden("这次操作缺少页面凭证，请刷新页面后重试");
        return;
      }
      if (typeof given !== "string" || !sameText(given, session.csrfToken))
        throw forbidden("页面已过期，请刷新页面后重试");
    }
    if (session.mustChangePassword && !beforePasswordChange.test(path))
      throw forbidden("首次登录请先修改初始密码，修改后才能使用其他功能");
    request.session = session;
  });
}

/** SameSite cookies stop most of it; this stops the rest, and the signing-in of a visitor as somebody else. */
function refuseForeignOrigin(request: FastifyRequest, publicHost: string | undefined): void {
  const site = request.headers["sec-fetch-site"];
  if (site === "same-origin" || site === "none") return;
  const { origin } = request.headers;
  if (site === undefined && origin === undefined) return;
  const host = origin && URL.canParse(origin) ? new URL(origin).host : undefined;
  if (site === undefined && host !== undefined && (host === request.host || host === publicHost))
    return;
  throw forbidden("该操作来自其他网站，已拒绝；请在本系统页面中操作");
}

/** The session itself; for the routes of the session, which answer before the first password was changed. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session) return request.session;
  throw request.sessionProblem ?? unauthenticated();
}

export const viewerOf = (request: FastifyRequest): Viewer => sessionOf(request).viewer;

export const maybeViewer = (request: FastifyRequest): Viewer | undefined => request.session?.viewer;

/** The viewer, if one of these roles is held anywhere; what lies in whose unit is the command's question. */
export function requireRole(request: FastifyRequest, ...roles: readonly Role[]): Viewer {
  const viewer = viewerOf(request);
  if (!holdsAny(viewer, roles))
    throw forbidden("您的岗位没有此项权限；如工作需要，请联系系统管理员");
  return viewer;
}

/** The cookie's value as sent, session or not. */
export const sessionCookie = (request: FastifyRequest): string | undefined =>
  request.cookies[cookieName];

const cookieOptions = (config: Context["config"]) =>
  ({
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: config.PUBLIC_URL?.startsWith("https:") ?? false,
  }) as const;

export const setSessionCookie = (reply: FastifyReply, config: Context["config"], token: string) =>
  reply.setCookie(cookieName, token, { ...cookieOptions(config), maxAge: longestSessionMs / 1000 });

export const clearSessionCookie = (reply: FastifyReply, config: Context["config"]) =>
  reply.clearCookie(cookieName, cookieOptions(config));
