import type { BriefBlock } from "@gezhi/contract/briefs.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { partsOf } from "../../platform/testing/office.ts";
import { type Bench, grid, people, startIncidents, town } from "../incidents/incident-testing.ts";
import { briefDocx } from "./brief-docx.ts";
import { briefFile } from "./brief-files.ts";
import { listBriefs, readBrief } from "./briefs.ts";

let bench: Bench;
const hour = 3_600_000;
const day = 24 * hour;
const morning = Date.parse("2026-11-26T09:00:00+08:00");
beforeAll(async () => {
  bench = await startIncidents(morning - day);
  const secret = "张桂芳 13800001111 家门口";
  await bench.open({ source: "gridWorker", urgency: "yellow", description: secret });
  await bench.open({ source: "resident", urgency: "red", description: secret });
  bench.setNow(morning);
  const { id } = await bench.open({ source: "gridWorker", urgency: "yellow" });
  await bench.open({ source: "sensor", urgency: "orange", category: "090101" });
  await bench.open({ source: "resident", urgency: "yellow" });
  bench.setNow(morning + hour);
  await bench.act("worker", id, { act: "selfHandle", result: "已清理", files: [] });
  if ((await bench.status(id)) !== "closed")
    await bench.act("dispatcher", id, { act: "checkSelfHandled", passed: true });
});
afterAll(() => bench.close());

const brief = async (query: { unit?: string; day?: string } = {}, who: string = people.commander) =>
  readBrief(bench.context, await bench.viewer(who), {
    unit: town,
    day: "2026-11-26",
    ...query,
  });
const textsOf = (blocks: readonly BriefBlock[]) =>
  blocks.map((block) => (block.kind === "table" ? JSON.stringify(block.rows) : block.text));
const under = (blocks: readonly BriefBlock[], heading: string) => {
  const from = blocks.findIndex((block) => block.kind === "heading" && block.text === heading) + 1;
  const length = blocks.slice(from).findIndex((block) => block.kind === "heading");
  return textsOf(blocks.slice(from, length < 0 ? undefined : from + length)).join("\n");
};

test("a brief has its head, number, issuer and date, and chapters in their order", async () => {
  const { head, number, issuer, date, title, blocks, over } = await brief();
  expect({ head, number, issuer, date, title, over }).toEqual({
    head: "基层治理日报",
    number: "〔2026〕第330期",
    issuer: "七星岗街道基层治理指挥中心",
    date: "2026年11月26日",
    title: "七星岗街道2026年11月26日事件办理情况",
    over: false,
  });
  expect(blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []))).toEqual([
    "一、总体情况",
    "二、分类情况",
    "（一）按类别",
    "（二）按来源",
    "（三）按紧急程度",
    "三、红色、橙色事件",
    "（一）红色事件",
    "（二）橙色事件",
    "四、超期情况",
    "五、四板块办理情况",
    "六、感知设备运行情况",
    "七、高发类别",
  ]);
});

test("its sentences are the day's figures beside those of the day and the days before", async () => {
  const { blocks } = await brief();
  expect(under(blocks, "一、总体情况")).toContain(
    "11月26日0时至10时（当日未结束），七星岗街道共上报事件3件，较前一日（2件）增加1件，升50%，前7日日均0.3件",
  );
  expect(under(blocks, "一、总体情况")).toContain("办结1件");
  expect(under(blocks, "（二）按来源")).toContain('["感知设备","1","0","0","0"]');
  expect(under(blocks, "（三）按紧急程度")).toContain('["红色","0","1","1",');
  expect(under(blocks, "（一）红色事件")).toMatch(
    /当日上报0件，统计时刻在办1件。\n1．.+，捍卫路社区第一网格，11月25日9时上报（.+），现状：/,
  );
  expect(under(blocks, "（二）橙色事件")).toContain("11月26日9时上报");
  const sections = blocks.find((block) => block.kind === "table" && block.name === "四板块");
  expect(sections?.kind === "table" && sections.rows.map(([name]) => name)).toEqual(
    expect.arrayContaining(["党的建设", "经济发展", "民生服务", "平安法治"]),
  );
});

test("what has passed its overall limit is overdue at that moment, also when it is asked for later", async () => {
  bench.setNow(morning + 20 * day);
  const { blocks, over } = await brief({ day: "2026-12-10" });
  expect(over).toBe(true);
  const overdue = under(blocks, "四、超期情况");
  expect(overdue).toMatch(/统计时刻总时限已过、尚未办结的事件\d件，其中红色1件/);
  expect(under((await brief({ day: "2026-11-24" })).blocks, "四、超期情况")).toBe("无。");
  bench.setNow(morning + hour);
});

test("where there is nothing it says 无", async () => {
  const { blocks } = await brief({ day: "2026-11-20" });
  for (const heading of [
    "（一）按类别",
    "（一）红色事件",
    "（二）橙色事件",
    "四、超期情况",
    "七、高发类别",
  ])
    expect(under(blocks, heading), heading).toBe("无。");
  expect(under(blocks, "一、总体情况")).toContain("共上报事件0件，较前一日（0件）持平");
  expect(under(blocks, "一、总体情况")).toContain("无应办结事件");
});

test("what is simulated is called so", async () => {
  expect(under((await brief()).blocks, "一、总体情况")).not.toContain("模拟");
  await bench.owner
    .updateTable("incidents")
    .set({ simulated: true })
    .where("urgency", "=", "orange")
    .execute();
  const { blocks } = await brief();
  expect(under(blocks, "一、总体情况")).toContain("当日上报的事件中1件为模拟数据。");
  expect(under(blocks, "（二）橙色事件")).toMatch(/上报（.+，模拟）/);
});

test("nothing that people wrote stands in it", async () => {
  const all = textsOf((await brief()).blocks).join("\n");
  expect(all).not.toMatch(/张桂芳|1380000|1111/);
});

test("who sees no records gets numbers and no single incident; who sees no statistics gets nothing", async () => {
  const { blocks } = await brief({ unit: "500103" }, "50-operator");
  expect(under(blocks, "（一）红色事件")).toBe(
    "当日上报0件，统计时刻在办1件。具体事件由所在单位掌握。",
  );
  await expect(brief({ unit: "500108" })).rejects.toThrow("不在您的范围内");
  await expect(brief({ unit: grid }, people.secretary)).resolves.toBeTruthy();
});

test("days that have not come and days too long ago are refused in words", async () => {
  await expect(brief({ day: "2026-11-27" })).rejects.toThrow("今天及以前");
  await expect(brief({ day: "2026-01-02" })).rejects.toThrow("最近 92 天");
  await expect(brief({ unit: "500103", day: "2026-10-20" }, people.supervisor)).rejects.toThrow(
    "最近 31 天",
  );
});

test("the days of the last month are listed with their figures, newest first", async () => {
  const { days } = await listBriefs(bench.context, await bench.viewer(people.commander), town);
  expect(days).toHaveLength(31);
  expect(days.slice(0, 2)).toEqual([
    { day: "2026-11-26", number: "〔2026〕第330期", reported: 3, closed: 1, over: false },
    { day: "2026-11-25", number: "〔2026〕第329期", reported: 2, closed: 0, over: true },
  ]);
});

test("the document has the official page, fonts by name with their kin, red head, page numbers and signature", async () => {
  const parts = partsOf(await briefDocx(await brief()));
  const body = parts["word/document.xml"]!;
  expect(body).toContain('<w:pgSz w:w="11906" w:h="16838"');
  expect(body).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
  for (const name of ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"])
    expect(body, name).toContain(`w:eastAsia="${name}"`);
  expect(parts["word/fontTable.xml"]).toContain(
    '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>',
  );
  expect(body).toMatch(/<w:color w:val="C00000"\/>[^]*基层治理日报/);
  expect(body).toMatch(/<w:bottom w:val="single" w:color="C00000"/);
  expect(body).toContain('w:firstLineChars="200"');
  expect(body).toContain("〔2026〕第330期");
  const footers = Object.entries(parts).filter(([path]) => /word\/footer\d/.test(path));
  expect(footers).toHaveLength(2);
  for (const [, footer] of footers) expect(footer).toContain("PAGE");
  expect(parts["word/settings.xml"]).toContain("evenAndOddHeaders");
  const words = body.replaceAll(/<[^>]+>/g, "");
  for (const text of textsOf((await brief()).blocks).filter((one) => !one.startsWith("[")))
    expect(words).toContain(text);
  expect(words).toMatch(/七星岗街道基层治理指挥中心2026年11月26日$/);
});

test("files are made one after the other, and one that fails stops none", async () => {
  const good = await brief();
  const bad = { ...good, blocks: [{ kind: "table" }] } as unknown as typeof good;
  const [first, second, third] = await Promise.allSettled([
    briefFile({ kind: "docx", brief: good }),
    briefFile({ kind: "pdf", brief: bad }),
    briefFile({ kind: "pdf", brief: good }),
  ]);
  expect([first.status, second.status, third.status]).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
});

test("the print has its fonts inside, and is small", async () => {
  const file = await briefFile({ kind: "pdf", brief: await brief() });
  const text = file.toString("latin1");
  expect(text.startsWith("%PDF-1.")).toBe(true);
  expect(text).toMatch(/\/MediaBox \[0 0 595\.27\d* 841\.8/);
  expect(text.match(/\/FontFile[23]/g)?.length).toBeGreaterThanOrEqual(3);
  expect(text).not.toMatch(/\/BaseFont \/Helvetica/);
  expect(file.length).toBeLessThan(300_000);
});
