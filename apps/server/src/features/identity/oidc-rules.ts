/** Only a path of this site; anything a browser could read as another site leads home. */
export function localPath(returnTo: string | undefined): string {
  if (!returnTo || returnTo.length > 1000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnTo))
    return "/";
  return returnTo;
}

/** Subjects are unique per issuer only; after a change of provider the old ones must not open anything. */
export const subjectKey = (issuer: string, subject: string): string => `${issuer}|${subject}`;

/** Why single sign-on did not end in a session; the sign-in page puts it into words. */
export type OidcProblem = "expired" | "refused" | "unlinked" | "unavailable";

export const problemPath = (problem: OidcProblem): string => `/?signInProblem=${problem}`;
