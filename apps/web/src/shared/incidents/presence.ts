import { Presence } from "@gezhi/contract/incident-answers.ts";
import type { LiveMessage } from "@gezhi/contract/live.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { api } from "../api.ts";
import { useLiveMessages } from "../live.ts";

const heartbeatMs = 20_000;
const settleMs = 1000;

/** Says that I look at the incident (or type) and hears who else does, at most once a second. */
export function usePresence(id: string, typing: boolean) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveMessages(
    useCallback(
      (messages: readonly LiveMessage[]) => {
        if (!messages.some(({ kind, subject }) => kind === "presence" && subject === id)) return;
        timer.current ??= setTimeout(() => {
          timer.current = undefined;
          void client.invalidateQueries({ queryKey: ["presence", id] });
        }, settleMs);
      },
      [client, id],
    ),
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return useQuery({
    queryKey: ["presence", id, typing],
    staleTime: 0,
    refetchInterval: heartbeatMs,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.put(Presence, `/incidents/${id}/presence`, { typing }, { signal }),
    select: ({ people }) => people,
  });
}
