import { type Measure, axisOf } from "@gezhi/contract/figures.ts";

const columns: Record<Measure, string> = {
  reported: "reported",
  registered: "registered",
  pending: "pending",
  finished: "finished",
  merged: "merged",
  refused: "refused",
  own: "own",
  sensed: "sensed",
  falseAlarms: "false_alarms",
  dispatched: "dispatched",
  firstAccepted: "first_accepted",
  red: "red",
  prompt: "prompt",
  assembled: "assembled",
  closed: "closed",
  fedBack: "fed_back",
  reworked: "reworked",
  rated: "rated",
  content: "content",
  due: "due",
  inTime: "in_time",
};
export const columnOf = (measure: Measure): string => columns[measure];

const done = "i.status in ('closed', 'evaluated', 'archived')";
const refused = "i.status in ('rejected', 'falseAlarm')";
const registered = `i.registered_at is not null and not (${refused})`;
const red = "i.dispatched_at is not null and i.urgency_rank = 0";
const sensed = "i.source = 'sensor'";
const fedBack = "i.fed_back_at is not null";

/** What makes an incident `i` count, apart from its instant: the same as `figure_points` of the migration says. */
const conditions: Record<Measure, string> = {
  reported: "true",
  registered,
  pending: "i.open",
  finished: `${registered} and ${done}`,
  merged: "i.status = 'merged'",
  refused,
  own: "i.source in ('gridWorker', 'community', 'sensor')",
  sensed,
  falseAlarms: `${sensed} and i.status = 'falseAlarm'`,
  dispatched: "i.dispatched_at is not null",
  firstAccepted: "i.dispatched_at is not null and i.accepted_at is not null and i.return_count = 0",
  red,
  prompt: `${red} and i.accepted_at <= i.dispatched_at + interval '1 minute'`,
  assembled: `${red} and i.arrived_at <= i.dispatched_at + interval '10 minutes'`,
  closed: "true",
  fedBack,
  reworked: `${fedBack} and i.rework_count > 0`,
  rated: "i.satisfied is not null",
  content: "i.satisfied",
  due: "true",
  inTime: `${done} and i.closed_at <= i.promised_at`,
};

const axes = {
  opened: { instant: "i.opened_at", counts: "true" },
  closed: {
    instant: "i.closed_at",
    counts: "i.status in ('closed', 'evaluated', 'archived', 'cancelled')",
  },
  due: {
    instant: "i.promised_at",
    counts: "i.status not in ('rejected', 'falseAlarm', 'merged', 'cancelled')",
  },
};

/** For a list: the instant that must lie in the period, and what must hold besides. */
export const countedBy = (measure: Measure): { instant: string; condition: string } => {
  const { instant, counts } = axes[axisOf(measure)];
  return { instant, condition: `(${counts}) and (${conditions[measure]})` };
};
