import type {
  AnswerFeedback,
  Feedback,
  FeedbackList,
  FeedbackQuery,
  SendFeedback,
} from "@gezhi/contract/feedback.ts";
import { feedbackId, keyOf, type FeedbackId } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { read, write } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { districtOf } from "../four-lists/list-check-commands.ts";
import { listScope, ownUnit } from "../four-lists/list-rules.ts";
import { holds, type Viewer } from "../identity/viewer.ts";
import { notify } from "../notices/notice-commands.ts";
import {
  type FeedbackRow,
  insertFeedback,
  listFeedback,
  lockFeedback,
  setFeedback,
} from "./feedback-queries.ts";

const mostShown = 200;

export async function sendFeedback(
  context: Context,
  viewer: Viewer,
  { page, build, text }: SendFeedback,
): Promise<Feedback> {
  const unit = ownUnit(viewer) ?? context.configuration.root();
  const row: FeedbackRow = {
    district: districtOf(unit),
    id: v7(),
    unit,
    account: viewer.account,
    page,
    build,
    words: text,
    at: new Date(context.now()),
    state: "open",
    answer: null,
    answered_at: null,
  };
  await write(context.db, listScope(viewer), (tx) => insertFeedback(tx, row));
  return present(context, row);
}

export async function showFeedback(
  context: Context,
  viewer: Viewer,
  { of, state }: FeedbackQuery,
): Promise<FeedbackList> {
  if (of === "backlog" && !holds(viewer, "cityOperator"))
    throw forbidden("全部意见由市级运行人员处理；您可以查看自己提的意见");
  const account = of === "mine" ? viewer.account : undefined;
  const rows = await read(context.db, listScope(viewer), (tx) =>
    listFeedback(tx, { account, state }, mostShown + 1),
  );
  return {
    items: rows.slice(0, mostShown).map((row) => present(context, row)),
    more: rows.length > mostShown,
  };
}

/** The answer goes back to whoever asked, as a notice. */
export async function answerFeedback(
  context: Context,
  viewer: Viewer,
  id: FeedbackId,
  { state, answer }: AnswerFeedback,
): Promise<Feedback> {
  const key = keyOf(id);
  const at = new Date(context.now());
  const answered = await write(context.db, listScope(viewer), async (tx) => {
    const row = await lockFeedback(tx, key);
    if (!row) throw notFound("这条意见");
    await setFeedback(tx, key, { state, answer, answered_at: at });
    await notify(tx, context, {
      district: row.district,
      incident: null,
      urgency: "blue",
      act: "feedback",
      title: "您提的意见有了答复",
      body: answer,
      cause: `${row.id} ${at.getTime()}`,
      recipients: { accounts: [row.account] },
      informs: true,
      quiet: true,
    });
    return { ...row, state, answer, answered_at: at };
  });
  context.hint();
  return present(context, answered);
}

const present = (context: Context, row: FeedbackRow): Feedback => ({
  id: feedbackId(row),
  unit: {
    code: row.unit,
    // "第一网格" is the name of many.
    name:
      context.units
        .path(row.unit)
        .slice(1)
        .map(({ name }) => name)
        .join(" · ") || context.units.name(row.unit),
  },
  page: row.page,
  build: row.build,
  text: row.words,
  at: row.at.toISOString(),
  state: row.state,
  answer: row.answer,
  answeredAt: row.answered_at?.toISOString() ?? null,
});
