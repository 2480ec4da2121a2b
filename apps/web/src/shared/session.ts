import { DemoAccount, Me, SignInOptions } from "@gezhi/contract/identity.ts";
import {
  queryOptions,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { createContext, use } from "react";
import { z } from "zod";
import { api, isProblem, setCsrfToken } from "./api.ts";
import { sessionKey } from "./query-client.ts";

function admit(me: Me | null): Me | null {
  setCsrfToken(me?.csrfToken);
  return me;
}

/** Who is signed in; null = nobody. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal }) => {
    try {
      return admit(await api.get(Me, "/session", { signal }));
    } catch (error) {
      if (isProblem(error, "unauthenticated")) return admit(null);
      throw error;
    }
  },
  staleTime: 60_000,
  refetchOnWindowFocus: "always",
});

export const useSession = () => useQuery(sessionQuery);

/** Whom the gate let in: what is below it never sees a session that has just ended, however it is drawn. */
export const MeContext = createContext<Me | null>(null);

/** The person signed in. Only below `SessionGate`. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe needs a SessionGate above it");
  return me;
}

export const useSignInOptions = () =>
  useQuery({
    queryKey: ["sign-in-options"],
    queryFn: ({ signal }) => api.get(SignInOptions, "/sign-in-options", { signal }),
  });

export const useDemoAccounts = (enabled: boolean) =>
  useQuery({
    queryKey: ["demo-accounts"],
    enabled,
    queryFn: ({ signal }) =>
      api.get(z.object({ items: z.array(DemoAccount) }), "/demo/accounts", { signal }),
    select: ({ items }) => items,
  });

/** A way in. Whatever another person saw before is forgotten. */
function useEntrance<V>(enter: (values: V) => Promise<Me>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (me) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      client.setQueryData(sessionKey, admit(me));
    },
  });
}

export const useSignIn = () =>
  useEntrance((values: { username: string; password: string }) => api.post(Me, "/session", values));
export const useDemoSignIn = () =>
  useEntrance((username: string) => api.post(Me, "/demo/session", { username }));
export const useChangePassword = () =>
  useEntrance((values: { current: string; next: string }) =>
    api.post(Me, "/session/password", values),
  );

const signOutKey = ["sign-out"];

/** Left by a click of one's own, and not because the session ended. */
export const useLeft = () => useMutationState({ filters: { mutationKey: signOutKey } }).length > 0;

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: signOutKey,
    mutationFn: (everywhere: boolean) =>
      api.delete(z.unknown(), everywhere ? "/sessions" : "/session"),
    onSuccess: () => {
      client.setQueryData(sessionKey, admit(null));
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    },
  });
}
