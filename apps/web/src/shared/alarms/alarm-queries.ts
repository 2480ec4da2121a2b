import {
  type AcceptOutsideCall,
  AlarmActsResult,
  type AlarmQuery,
  AlarmDetail,
  AlarmPage,
  type TakeAlarmAct,
  type TakeAlarmActs,
} from "@gezhi/contract/alarms.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../api.ts";
import { acknowledge } from "../attention/acknowledged.ts";

type Filter = {
  [K in keyof Omit<z.input<typeof AlarmQuery>, "after" | "limit">]?: string | undefined;
};

/** Alarms, the newest first, page after page. */
export const useAlarmPages = (filter: Filter, limit = 50) =>
  useInfiniteQuery({
    queryKey: ["alarms", filter, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get(AlarmPage, "/alarms", { query: { ...filter, limit, after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const alarmKey = (id: string) => ["alarm", id] as const;

export const useAlarm = (id: string | undefined) =>
  useQuery({
    queryKey: alarmKey(id ?? ""),
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.get(AlarmDetail, `/alarms/${id}`, { signal }),
  });

export type AlarmAsk = { id: string } & z.input<typeof TakeAlarmAct>;

export function useAlarmAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...act }: AlarmAsk) => api.post(AlarmDetail, `/alarms/${id}/acts`, act),
    onSuccess: (alarm) => {
      client.setQueryData(alarmKey(alarm.id), alarm);
      // Whoever accepts the alarm has seen its incident too.
      if (alarm.incident) acknowledge([alarm.incident.id]);
      void client.invalidateQueries({ queryKey: ["alarms"] });
    },
    onError: (_problem, { id }) => void client.invalidateQueries({ queryKey: alarmKey(id) }),
  });
}

/** One act on every open alarm of an incident; a storm of thousands takes some seconds. */
export function useAlarmActs() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (acts: z.input<typeof TakeAlarmActs>) =>
      api.post(AlarmActsResult, "/alarm-acts", acts, { timeoutMs: 120_000 }),
    onSuccess: (_results, { incident }) => {
      acknowledge([incident]);
      for (const key of ["alarms", "alarm"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function useAnsweredCall(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: z.input<typeof AcceptOutsideCall>) =>
      api.post(AlarmDetail, `/alarms/${id}/accepted-calls`, answer),
    onSuccess: (alarm) => client.setQueryData(alarmKey(id), alarm),
  });
}
