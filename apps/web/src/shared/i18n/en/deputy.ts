import type { Translation } from "../translation.ts";
import type { deputy as zhCN } from "../zh-CN/deputy.ts";

export const deputy: Translation<typeof zhCN> = {
  deputy: {
    notYours: "These matters are for deputies",
    line: "What the town sent you: see how it goes and say what you think.",
    none: "Nothing was sent to you yet",
    noneHint: "It will stand here, and you will be told.",
    noneHere: "This town has no deputy with an account",
    nothingOpen: "Choose a matter",
    detail: "Matter",
    answered: "Answered",
    unanswered: "Not answered",
    sentBy: "Sent by {{by}}",
    steps: "How it goes",
    result: "Result:",
    answer: "My answer",
    comment: "What you think",
    stillOpen: "Still being worked on; you may answer now, and again when it is done.",
    submit: "Answer",
    again: "Answer again",
    sent: "The town's centre has it",
  },
};
