import type { approvals as zhCN } from "../zh-CN/approvals.ts";
import type { Translation } from "../translation.ts";

export const approvals: Translation<typeof zhCN> = {
  approvals: {
    notYours: "Approvals belong to those who may ask for a look or decide on it",
    lists: { decide: "Waiting for me", asked: "What I asked", granted: "Decided" },
    lines: {
      decide:
        "Others ask to see incidents or pictures of your area; nobody decides on their own request.",
      asked: "Approved means visible for a time; looking is on record.",
      granted: "What still runs can be taken back at any moment.",
    },
    empty: {
      decide: "Nothing waits for your decision",
      asked: "You have asked for nothing yet",
      granted: "Nothing was decided yet",
    },
    kinds: { detail: "Whole incident", persons: "Reporters", originals: "Unmasked pictures" },
    ask: { detail: "Ask to see an incident", persons: "Ask to see the reporters" },
    locked: {
      detail: "The detail needs an approval",
      persons: "Names and phones of reporters need an approval",
    },
    waiting: {
      detail: "Asked to see the detail, waiting",
      persons: "Asked to see the reporters, waiting",
    },
    granted: {
      detail: "Shown for a time, by approval",
      persons: "Reporters may be shown, by approval",
    },
    mine: "My requests",
    number: "Number of the incident",
    numberHint: "Opens this one incident only",
    reason: "Reason (goes to the audit log)",
    reasonShort: "Say why, in 4 characters at least",
    hours: "For how many hours (at most {{most}})",
    submit: "Ask",
    asked: "Asked for {{number}}; you will be told of the decision",
    incident: "Incident",
    what: "To see",
    why: "Reason",
    howLong: "For",
    status: "Status",
    actions: "Actions",
    statuses: {
      pending: "Waiting",
      approved: "Running",
      refused: "Refused",
      revoked: "Revoked",
      ended: "Ended",
    },
    used: "First seen",
    unused: "Not looked at yet",
    approve: "Approve",
    approveAsk: "Approve for {{hours}} hours?",
    approveLook: "Approve a look of 10 minutes?",
    look: "10 min",
    lookWithin: "begun within {{hours}} h",
    ofAlarm: "The alarm",
    approveLine: {
      detail: "{{name}} will see all of this one incident, but no reporter's whole phone number.",
      persons: "{{name}} will be able to see the names and phones of this incident's reporters.",
      originals:
        "{{name}} will be able to see this alarm's pictures with persons unmasked, and take the evidence pack out.",
    },
    refuse: "Refuse",
    refuseWhy: "Why it is refused (the asker reads it)",
    revoke: "Revoke",
    revokeAsk: "Take the access back now?",
    withdraw: "Withdraw",
    withdrawAsk: "Withdraw this request?",
    confirm: "Yes",
  },
};
