import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { connectLive } from "./live.ts";
import { MeContext, useLeft, useSession } from "./session.ts";
import { PasswordPage } from "./sign-in/PasswordPage.tsx";
import { ErrorState, LoadingState } from "./ui/states.tsx";

const SignInPage = lazy(async () => ({
  default: (await import("./sign-in/SignInPage.tsx")).SignInPage,
}));

/** Shows the sign-in page in place of `children` until someone is signed in; the address stays, so the way back is free. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const client = useQueryClient();
  const account =
    session.data && !session.data.mustChangePassword ? session.data.account : undefined;
  const [wasIn, setWasIn] = useState(false);
  if (account && !wasIn) setWasIn(true);
  const left = useLeft();
  useEffect(() => (account ? connectLive(client) : undefined), [account, client]);

  if (session.isPending) return <LoadingState />;
  if (session.data === undefined)
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  return (
    <Suspense fallback={<LoadingState />}>
      {session.data === null ? (
        <SignInPage expired={wasIn && !left} />
      ) : (
        <MeContext value={session.data}>
          {session.data.mustChangePassword ? <PasswordPage forced /> : children}
        </MeContext>
      )}
    </Suspense>
  );
}
