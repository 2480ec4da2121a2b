import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem } from "./api.ts";

/** Query keys start with the thing they show, so that a live message can name what is out of date. */
export const sessionKey = ["session"] as const;

function signedOut(error: unknown): void {
  if (isProblem(error, "unauthenticated")) queryClient.setQueryData(sessionKey, null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: "always",
      refetchOnReconnect: true,
      retry: (failures, error) =>
        failures < 2 &&
        // Without a network another try costs time and battery, and the page says what it knows later.
        ((isProblem(error, "offline") && navigator.onLine) ||
          isProblem(error, "timeout") ||
          isProblem(error, "unavailable")),
    },
    mutations: { networkMode: "always" },
  },
});
