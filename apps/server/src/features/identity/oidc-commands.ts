import * as oidc from "openid-client";
import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { findAccountBySubject, linkAccount } from "./account-queries.ts";
import { deleteStaleOidcFlows, insertOidcFlow, takeOidcFlow } from "./oidc-queries.ts";
import { subjectKey, type OidcProblem } from "./oidc-rules.ts";

const flowMs = 10 * 60_000;

export type SingleSignOn = {
  name: string;
  start: (redirectUri: string, returnTo: string) => Promise<{ url: URL; state: string }>;
  /** `browserState` comes from the cookie: a link somebody else began opens nothing here (login CSRF). */
  finish: (callback: URL, browserState: string | undefined) => Promise<Arrival>;
};
export type Arrival =
  | { account: { id: string; name: string }; returnTo: string }
  | { problem: OidcProblem };

/** Undefined when no provider is set. The provider is asked for its metadata at first use and again after a failure. */
export function createSingleSignOn(context: Context): SingleSignOn | undefined {
  const { config, db, log, now } = context;
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client, OIDC_CLIENT_SECRET: secret } = config;
  if (!issuer || !client || !secret) return undefined;
  const server = new URL(issuer);
  const insecure = server.protocol === "http:";
  if (insecure && !["127.0.0.1", "localhost", "[::1]"].includes(server.hostname)) {
    throw new Error("OIDC_ISSUER must be https: codes and tokens would travel readable.");
  }

  let known: Promise<oidc.Configuration> | undefined;
  const provider = async () => {
    known ??= oidc.discovery(server, client, secret, undefined, {
      execute: insecure ? [oidc.allowInsecureRequests] : [],
      timeout: 10,
    });
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };

  async function start(redirectUri: string, returnTo: string) {
    const configuration = await provider();
    const [state, nonce, verifier] = [
      oidc.randomState(),
      oidc.randomNonce(),
      oidc.randomPKCECodeVerifier(),
    ];
    await deleteStaleOidcFlows(db, new Date(now()));
    await insertOidcFlow(db, {
      state,
      nonce,
      verifier,
      return_to: returnTo,
      expires_at: new Date(now() + flowMs),
    });
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: "openid profile",
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    return { url, state };
  }

  async function finish(callback: URL, browserState: string | undefined): Promise<Arrival> {
    const state = callback.searchParams.get("state");
    const flow = state ? await takeOidcFlow(db, state) : undefined;
    if (!flow || flow.state !== browserState || flow.expires_at.getTime() <= now())
      return { problem: "expired" };
    try {
      const configuration = await provider();
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const { iss, sub } = tokens.claims()!;
      const subject = subjectKey(iss, sub);
      const account =
        (await findAccountBySubject(db, subject)) ??
        (await link(configuration, tokens.access_token, sub, subject));
      return account ? { account, returnTo: flow.return_to } : { problem: "unlinked" };
    } catch (error) {
      const problem = problemOf(error);
      // The provider's words may carry tokens or names: only the kind of failure is logged.
      log.warn(
        { code: error instanceof oidc.ClientError ? error.code : undefined, problem },
        "single sign-on failed",
      );
      if (problem) return { problem };
      throw error;
    }
  }

  /** The provider vouches for the name; that it may open this account, an administrator said before. Links once. */
  async function link(
    configuration: oidc.Configuration,
    accessToken: string,
    sub: string,
    subject: string,
  ) {
    if (!configuration.serverMetadata().userinfo_endpoint) return undefined;
    const { preferred_username: name } = await oidc.fetchUserInfo(configuration, accessToken, sub);
    return name ? write(db, "system", (tx) => linkAccount(tx, name, subject)) : undefined;
  }

  return { name: config.OIDC_NAME, start, finish };
}

/** Undefined: not the provider's doing but ours, so it is answered as an error of the server. */
export function problemOf(error: unknown): OidcProblem | undefined {
  if (
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.WWWAuthenticateChallengeError
  )
    return "refused";
  if (error instanceof oidc.ClientError)
    return error.code === "OAUTH_TIMEOUT" ? "unavailable" : "refused";
  return error instanceof TypeError ? "unavailable" : undefined;
}
