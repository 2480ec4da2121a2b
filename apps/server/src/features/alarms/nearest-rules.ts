import type { Nearest } from "../positions/nearest-rules.ts";

/** Who of those on duty is called to an alarm, and what its record says of it. */
export type Called = {
  people: readonly Nearest[];
  text: string;
  /** Nobody on duty is near: the grid's worker is told in their place. */
  gridInstead: boolean;
};

export const nobodyNear = (why: string, hasGrid: boolean): Called => ({
  people: [],
  text: `${why}，${hasGrid ? "改为通知本网格网格员" : "设备未落到网格，请坐席指派"}`,
  gridInstead: hasGrid,
});

const distanceText = (metres: number): string =>
  metres < 1000 ? `${metres} 米` : `${(metres / 1000).toFixed(1)} 公里`;

/** e.g. `七星岗街道消防管理岗（直线 320 米，估计 7 分钟到场）`. */
export const wordsOf = (people: readonly Nearest[], nameOf: (handler: string) => string): string =>
  `已通知最近的值守人员：${people
    .map(({ handler, straightM, minutes, busy, simulated }) => {
      const facts = [
        `直线 ${distanceText(straightM)}`,
        `估计 ${minutes} 分钟到场`,
        ...(busy ? ["正在处置其他事件"] : []),
        ...(simulated ? ["模拟位置"] : []),
      ];
      return `${nameOf(handler)}（${facts.join("，")}）`;
    })
    .join("、")}`;

/** What the called person reads: where it is and how far. */
export const callText = (place: string, { straightM, minutes }: Nearest): string =>
  `${place ? `地点：${place}，` : ""}您离得最近（直线 ${distanceText(straightM)}，估计 ${minutes} 分钟），请先到场查看`;
