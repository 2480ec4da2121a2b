import {
  Feedback,
  FeedbackList,
  type AnswerFeedback,
  type FeedbackState,
} from "@gezhi/contract/feedback.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api.ts";

/** The file this page came in, whose name changes with every build. */
const build = new URL(import.meta.url).pathname.split("/").at(-1) ?? "";

export function useSendFeedback() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      api.post(Feedback, "/feedback", {
        page: window.location.pathname.slice(0, 100),
        build: build.slice(0, 80),
        text,
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["feedback"] }),
  });
}

export const useFeedback = (of: "mine" | "backlog", state?: FeedbackState) =>
  useQuery({
    queryKey: ["feedback", of, state],
    queryFn: ({ signal }) => api.get(FeedbackList, "/feedback", { query: { of, state }, signal }),
  });

export function useAnswerFeedback(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AnswerFeedback) => api.post(Feedback, `/feedback/${id}/answers`, body),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["feedback"] }),
  });
}
