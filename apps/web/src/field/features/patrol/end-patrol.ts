import { keepPatrol } from "../../../shared/phone/queue/queue-commands.ts";
import { keepForGood, sendSoon } from "../../../shared/phone/queue/start-queue.ts";
import { bodyOf, type Underway } from "./patrol-track-rules.ts";
import { setUnderway } from "./underway.ts";

/** Kept on this phone before the recording stops, and sent when there is a signal. */
export async function endPatrol(
  account: string,
  underway: Underway,
  endedAt: number,
): Promise<void> {
  const { id, ...body } = bodyOf(underway, endedAt);
  await keepPatrol({ id, account, title: underway.task, body });
  setUnderway(account, null);
  sendSoon();
  void keepForGood();
}
