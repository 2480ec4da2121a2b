import { Progress } from "@gezhi/contract/reports.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, urlOf } from "../../../shared/api.ts";
import type { ReceiptKey } from "../receipt/receipt-link.ts";

const keyOf = ({ number, token }: ReceiptKey) => ["progress", number, token] as const;
const pathOf = (number: string) => `/receipts/${encodeURIComponent(number)}`;

/** Asked again whenever the server says that something changed. */
export function useProgress(receipt: ReceiptKey) {
  const client = useQueryClient();
  const { number, token } = receipt;
  useEffect(() => {
    const source = new EventSource(urlOf(`${pathOf(number)}/events`, { token }));
    const refresh = () => void client.invalidateQueries({ queryKey: keyOf({ number, token }) });
    source.addEventListener("message", refresh);
    // After a break something may have been missed.
    let broken = false;
    source.addEventListener("error", () => {
      broken = true;
    });
    source.addEventListener("open", () => {
      if (broken) refresh();
      broken = false;
    });
    return () => source.close();
  }, [client, number, token]);
  return useQuery({
    queryKey: keyOf(receipt),
    queryFn: ({ signal }) => api.get(Progress, pathOf(number), { query: { token }, signal }),
  });
}

function useReceiptAct<V extends object>({ number, token }: ReceiptKey, noun: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: V) =>
      api.post(Progress, `${pathOf(number)}/${noun}`, { token, ...values }),
    onSuccess: (progress) => client.setQueryData(keyOf({ number, token }), progress),
  });
}

export type Rating = { satisfied: boolean; stars: number; comment?: string };
export const useRate = (receipt: ReceiptKey) => useReceiptAct<Rating>(receipt, "ratings");
export const useAppeal = (receipt: ReceiptKey) =>
  useReceiptAct<{ reason: string }>(receipt, "appeals");
export const useReopen = (receipt: ReceiptKey) =>
  useReceiptAct<{ reason: string }>(receipt, "reopenings");
