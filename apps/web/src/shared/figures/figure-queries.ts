import { Figures } from "@gezhi/contract/figures.ts";
import type { LiveMessage } from "@gezhi/contract/live.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { api, type Query } from "../api.ts";
import { useLiveMessages } from "../live.ts";

/** Who hears of no single incident learns of changes from the clock alone. */
const refetchMs = 15_000;

export const useFigures = (query: Query, enabled = true) =>
  useQuery({
    queryKey: ["figures", query],
    enabled,
    refetchInterval: refetchMs,
    refetchIntervalInBackground: true,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(Figures, "/figures", { query, signal }),
  });

/** Asks for the figures on the page again when an incident has changed, at most every `everyMs`. */
export function useLiveFigures(everyMs = 3000): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveMessages(
    useCallback(
      (messages: readonly LiveMessage[]) => {
        if (!messages.some(({ kind }) => kind === "incident")) return;
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: ["figures"] });
        }, everyMs);
      },
      [client, everyMs],
    ),
  );
}
