import type { ChainStep } from "../clocks/acceptance-chain-rules.ts";

type AskedPerson = { account: string; name: string; step: number; told_at: Date };

/** Which of the handler's people stand at the first step the roster may decide; the others come with B. */
const stepNames: Record<ChainStep, string> = {
  holderA: "承办人",
  holderB: "其他承办人",
  gridHead: "网格长",
  dutyOfficer: "值班长",
};

const time = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/**
 * A line of the timeline for each step that was taken now, with those who had been asked last and did not accept; so
 * everybody is named, also who was asked with the dispatch. Names stand in the note, which who sees it masked does not get.
 */
export function askedLines(
  asked: readonly AskedPerson[],
  fresh: ReadonlySet<string>,
  steps: readonly ChainStep[],
  handler: string,
): { text: string; note: string }[] {
  const groups = [
    ...Map.groupBy(asked, ({ step, told_at }) => `${step} ${told_at.getTime()}`).values(),
  ];
  return groups.flatMap((group) => {
    const [one] = group;
    if (!one || !fresh.has(one.account)) return [];
    const step = steps[one.step];
    const whom = `现通知${namesOf(group)}（${time.format(one.told_at)}）`;
    // A job that was away takes several steps at once: none of these waited for the one before.
    const before = groups.findLast(([other]) => other && other.told_at < one.told_at);
    const waited = before?.[0]
      ? `此前通知的${namesOf(before)}（${time.format(before[0].told_at)}）未签收，`
      : "";
    return [
      {
        text: `${handler}逐级通知：请${step ? stepNames[step] : "下一级"}签收`,
        note: `${waited}${whom}`,
      },
    ];
  });
}

const namesOf = (people: readonly AskedPerson[]): string =>
  people.map(({ name }) => name).join("、");
