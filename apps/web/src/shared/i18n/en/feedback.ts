import type { Translation } from "../translation.ts";
import type { feedback as zhCN } from "../zh-CN/feedback.ts";

export const feedback: Translation<typeof zhCN> = {
  feedback: {
    button: "Feedback",
    title: "Feedback",
    line: "Tell the city's operators what is hard to use or missing; they answer you. Only page and version go along: please write nothing personal.",
    text: "What you would like",
    send: "Send",
    sent: "Sent. The answer comes to your notices.",
    again: "Send another",
    short: "Write at least 4 characters",
    mine: "What I sent",
    none: "Nothing yet",
    backlog: "Backlog",
    page: "Page",
    unit: "Unit",
    at: "Time",
    state: "State",
    all: "All",
    answer: "Answer",
    answerSend: "Answer",
    states: { open: "Open", planned: "Planned", done: "Done", declined: "Declined" },
  },
};
