import type { Brief, BriefBlock } from "@gezhi/contract/briefs.ts";
import { type Counts, definitions, type Kpi, valueOf } from "@gezhi/contract/figures.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { BriefFacts, Compared, Line } from "./brief-types.ts";
import {
  beijing,
  briefNumber,
  changeText,
  dateText,
  dayMs,
  mean,
  moment,
  oneDigit,
  percent,
  shortDate,
} from "./brief-words-rules.ts";

const chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
const urgencyNames: Record<Urgency, string> = {
  red: "红色",
  orange: "橙色",
  yellow: "黄色",
  blue: "蓝色",
};
const none = "无。";

/** The brief of a day in words and tables. Every sentence is a figure; where there is nothing it says so. */
export function briefOf(facts: BriefFacts): Brief {
  const { start, cutoff, now, name, issuer } = facts;
  const over = cutoff >= start + dayMs;
  let chapter = 0;
  const heading = (text: string): BriefBlock => ({
    kind: "heading",
    level: 1,
    text: `${chinese[chapter++]}、${text}`,
  });
  return {
    unit: { code: UnitCode.parse(facts.unit), name },
    day: beijing(start).toISOString().slice(0, 10),
    head: "基层治理日报",
    number: briefNumber(start),
    issuer,
    date: dateText(now),
    title: `${name}${dateText(start)}事件办理情况`,
    blocks: [
      heading("总体情况"),
      ...totals(facts, over),
      heading("分类情况"),
      ...kinds(facts),
      heading("红色、橙色事件"),
      ...urgent(facts),
      heading("超期情况"),
      ...overdue(facts),
      heading("四板块办理情况"),
      ...sections(facts),
      heading("感知设备运行情况"),
      text(devicesText(facts)),
      heading("高发类别"),
      ...hot(facts),
    ],
    at: new Date(now).toISOString(),
    over,
  };
}

const text = (words: string): BriefBlock => ({ kind: "text", text: words });
const sub = (n: number, words: string): BriefBlock => ({
  kind: "heading",
  level: 2,
  text: `（${chinese[n]}）${words}`,
});

const shown: readonly Kpi[] = [
  "reported",
  "registered",
  "closed",
  "due",
  "onTime",
  "validReport",
  "ownDiscovery",
  "oneMinute",
  "tenMinutes",
];

function totals(
  { name, start, cutoff, now, day, before, simulated }: BriefFacts,
  over: boolean,
): BriefBlock[] {
  const yesterday = before.at(-1)!;
  const average = mean(before.map(({ reported }) => reported));
  const span = over
    ? `${shortDate(start)}0时至24时`
    : `${shortDate(start)}0时至${moment(cutoff).replace(shortDate(start), "")}（当日未结束）`;
  const rate = valueOf("onTime", day);
  const value = (kpi: Kpi, counts: Counts): string => {
    const found = valueOf(kpi, counts);
    if (found === null) return "—";
    return definitions[kpi].over === null ? String(found) : percent(found);
  };
  const meanOf = (kpi: Kpi): string => {
    const { of, over: below } = definitions[kpi];
    if (below === null) return oneDigit(mean(before.map((counts) => counts[of])));
    const under = mean(before.map((counts) => counts[below]));
    return under === 0 ? "—" : percent(mean(before.map((counts) => counts[of])) / under);
  };
  return [
    text(
      `${span}，${name}共上报事件${day.reported}件，较前一日（${yesterday.reported}件）${changeText(day.reported, yesterday.reported)}，前${before.length}日日均${oneDigit(average)}件；立案${day.registered}件，办结${day.closed}件。总时限在当日到期的事件${day.due}件，` +
        (rate === null
          ? "无应办结事件。"
          : `按期办结${day.inTime}件，按期处置率${percent(rate)}。`),
    ),
    {
      kind: "table",
      name: "主要指标",
      head: ["指标", "当日", "前一日", `前${before.length}日日均`],
      rows: shown.map((kpi) => [
        definitions[kpi].zh.name,
        value(kpi, day),
        value(kpi, yesterday),
        meanOf(kpi),
      ]),
    },
    text(
      `数据截至${moment(now)}；比例为分子除以分母，无分母的记“—”，日均比例按合计数计算。` +
        (simulated > 0 ? `当日上报的事件中${simulated}件为模拟数据。` : ""),
    ),
  ];
}

function kinds({ groups, sources, urgencies }: BriefFacts): BriefBlock[] {
  const table = (name: string, rows: readonly Compared[]): BriefBlock =>
    rows.length === 0
      ? text(none)
      : {
          kind: "table",
          name,
          head: [name, "当日上报", "前一日", "前7日日均", "当日办结"],
          rows: rows.map((row) => [
            row.name,
            String(row.day),
            String(row.before),
            oneDigit(row.mean),
            String(row.closed),
          ]),
        };
  return [
    sub(0, "按类别"),
    table("类别", groups),
    sub(1, "按来源"),
    table("来源", sources),
    sub(2, "按紧急程度"),
    {
      kind: "table",
      name: "紧急程度",
      head: ["等级", "当日上报", "前一日", "统计时刻在办", "其中超期"],
      rows: urgencies.map((row) => [
        urgencyNames[row.urgency],
        String(row.day),
        String(row.before),
        String(row.open),
        String(row.overdue),
      ]),
    },
  ];
}

function urgent({ urgent: lines, urgencies, cutoff }: BriefFacts): BriefBlock[] {
  return (["red", "orange"] as const).flatMap((urgency, n): BriefBlock[] => {
    const counted = urgencies.find((one) => one.urgency === urgency)!;
    const total = `当日上报${counted.day}件，统计时刻在办${counted.open}件。`;
    const own = lines?.lines.filter((line) => line.urgency === urgency) ?? [];
    const head = sub(n, `${urgencyNames[urgency]}事件`);
    if (counted.day + counted.open + own.length === 0) return [head, text(none)];
    if (lines === null) return [head, text(`${total}具体事件由所在单位掌握。`)];
    return [
      head,
      text(total),
      ...own.map((line, index) =>
        text(
          `${index + 1}．${line.category}，${line.place}，${moment(line.openedAt)}上报（${line.number}${line.simulated ? "，模拟" : ""}），${stateText(line, cutoff)}。`,
        ),
      ),
      ...(lines.more ? [text("其余事件见事件台账。")] : []),
    ];
  });
}

/** What has ended by now had an end then; else its state is of now and says so. */
const stateText = ({ state, closedAt }: Line, cutoff: number): string =>
  closedAt === null
    ? `现状：${state}`
    : closedAt < cutoff
      ? `${moment(closedAt)}${state}`
      : `统计时刻在办，${moment(closedAt)}${state}`;

function overdue({ overdue: lines, urgencies }: BriefFacts): BriefBlock[] {
  const all = urgencies.reduce((sum, one) => sum + one.overdue, 0);
  if (all === 0) return [text(none)];
  const parts = urgencies
    .filter((one) => one.overdue > 0)
    .map((one) => `${urgencyNames[one.urgency]}${one.overdue}件`)
    .join("、");
  const total = `统计时刻总时限已过、尚未办结的事件${all}件，其中${parts}。`;
  if (lines === null) return [text(total)];
  return [
    text(total),
    {
      kind: "table",
      name: "超期事件",
      head: ["编号", "类别", "地点", "时限", "现状"],
      rows: lines.lines.map((line) => [
        line.number,
        line.category,
        line.place,
        line.promisedAt === null ? "—" : moment(line.promisedAt),
        line.simulated ? `${line.state}（模拟）` : line.state,
      ]),
    },
    ...(lines.more ? [text("按超期时间先后列出，其余事件见事件台账。")] : []),
  ];
}

const four = new Set(["党的建设", "经济发展", "民生服务", "平安法治"]);
const sections = ({ sections: rows }: BriefFacts): BriefBlock[] => [
  {
    kind: "table",
    name: "四板块",
    head: ["板块", "当日上报", "当日办结", "统计时刻在办", "其中超期"],
    // What none of the four handles stands there only where there is something.
    rows: rows
      .filter(
        ({ name, counts, open }) => four.has(name) || counts.reported + counts.closed + open > 0,
      )
      .map(({ name, counts, open, overdue: late }) => [
        name,
        String(counts.reported),
        String(counts.closed),
        String(open),
        String(late),
      ]),
  },
];

const stateNames: Record<string, string> = {
  online: "在线",
  late: "迟报",
  offline: "离线",
  silent: "未上线",
};
function devicesText({ devices, now }: BriefFacts): string {
  const total = Object.values(devices).reduce((all, one) => all + one, 0);
  if (total === 0) return none;
  const parts = Object.keys(stateNames)
    .map((state) => `${stateNames[state]}${devices[state] ?? 0}台`)
    .join("，");
  return `截至${moment(now)}，共有感知设备${total}台：${parts}；在线率${percent((devices["online"] ?? 0) / total)}。`;
}

const mostHot = 5;
function hot({ categories }: BriefFacts): BriefBlock[] {
  const rows = categories
    .filter(({ day }) => day > 0)
    .toSorted((a, b) => b.day - a.day || b.mean - a.mean || a.name.localeCompare(b.name, "zh-CN"))
    .slice(0, mostHot);
  if (rows.length === 0) return [text(none)];
  return [
    text(
      `当日上报居前的类别：${rows.map((row) => `${row.name}${row.day}件（前一日${row.before}件，前7日日均${oneDigit(row.mean)}件）`).join("；")}。`,
    ),
  ];
}
