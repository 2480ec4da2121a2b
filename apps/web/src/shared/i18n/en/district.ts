import type { Translation } from "../translation.ts";
import type { district as zhCN } from "../zh-CN/district.ts";

export const district: Translation<typeof zhCN> = {
  district: {
    title: "escalations",
    unplaced: "without a place",
    unplacedNote:
      "Reports of which not even the district is known: find out where, then transfer to that town.",
    notYours: "This is for the district centre",
    all: "All incidents of the district",
    back: "Back to the escalations",
    maskedNote: "What was not escalated is shown without persons and original texts.",
    detail: "The chosen escalation",
    brief: "Why it is here",
    tried: "What was tried",
    nothingOpen: "Choose one on the left",
    keys: "J / K move up and down, Esc goes back.",
    groupsLabel: "Groups of escalations",
    groups: {
      decide: "To decide",
      returns: "Third returns",
      disputes: "Disputes between towns",
      requests: "Other requests",
      verify: "To verify",
      dispatch: "To dispatch",
      check: "To check and close",
      working: "With departments",
    },
    empty: {
      decide: "No escalation waits for a decision",
      returns: "No return waits for a ruling",
      disputes: "No dispute waits for a ruling",
      requests: "No request waits",
      verify: "Nothing waits to be verified",
      dispatch: "Nothing waits to be dispatched",
      check: "Nothing waits to be checked",
      working: "No department has work",
    },
  },
};
