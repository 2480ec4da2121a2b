const here = "http://here.invalid";

/** Only a path of this site, as browsers read it; anything they could take for another site leads home. */
export function localPath(returnTo: string | undefined): string {
  if (!returnTo?.startsWith("/") || returnTo.length > 1000 || !URL.canParse(returnTo, here))
    return "/";
  const { origin, pathname, search, hash } = new URL(returnTo, here);
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : "/";
}

/** Subjects are unique per issuer only; after a change of provider the old ones must not open anything. */
export const subjectKey = (issuer: string, subject: string): string => `${issuer}|${subject}`;

/** Why single sign-on did not end in a session; the sign-in page puts it into words. */
export type OidcProblem = "expired" | "refused" | "unlinked" | "unavailable";

export const problemPath = (problem: OidcProblem): string => `/?signInProblem=${problem}`;
