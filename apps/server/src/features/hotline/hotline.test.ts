import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { countOf } from "../reports/intake-testing.ts";
import { decode, readHeadings, readRow, template } from "./hotline-file-rules.ts";

let server: TestServer;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn("500103001-dispatcher-1");
});
afterAll(() => server.close());

const upload = (content: string | Uint8Array, client = dispatcher) =>
  client.upload("/api/hotline-imports", { content, name: "工单.csv", type: "text/csv" });
async function act(client: Client, incident: string, body: object) {
  const answer = await client.post(`/api/incidents/${incident}/acts`, body);
  expect(answer.body).toMatchObject({ id: incident });
  return answer.body;
}
const heading =
  "工单编号,来源系统,来电时间,来电人,联系电话,诉求内容,诉求地址,单位编码,事件类别,紧急程度,经度,纬度";
const file = (...rows: string[]) => `${heading}\n${rows.join("\n")}\n`;

describe("an import", () => {
  test("says of every bad line what is wrong and takes the good ones", async () => {
    const before = await countOf(server, "reports");

    const { status, body } = await upload(
      file(
        "H001,12345,2026-11-20 09:30,李某,13900000000,小区门口井盖松动,七星岗街道捍卫路社区,,井盖破损,黄,,",
        ",12345,,,,没有编号,,,,,,",
        "H003,12345,,,,,,,,,,",
        "H004,12345,,,12ab,电话不对,,,,,,",
        "H005,12345,,,,类别不对,,,不存在的类别,,,",
        "H006,12345,,,,等级不对,,,,紫,,",
        "H007,12345,2026-02-30,,,时间不对,,,,,,",
        "H008,12345,,,,单位不对,,5001,,,,",
        "H009,12345,,,,只有经度,,,,,106.5,",
        "H010,12345,,,,列太多,,,,,,,多出来的,还有",
        "H001,12345,,,,编号重复,,,,,,",
        '"H012",12345,2026/11/20 9:05:07,,023-12345678,"带引号、逗号,和""引号""的内容\n换了一行",,500103001,050102,红色,,',
        "",
        "H014,市民信箱,,,,另一个来源,,500103,,,,",
        "H015,12345,,,,没有这个单位,,999999,,,,",
      ),
    );

    expect(status).toBe(200);
    expect(
      body.rows.map(({ line, ok, message }: { line: number; ok: boolean; message?: string }) => [
        line,
        ok,
        message?.slice(0, 40),
      ]),
    ).toEqual([
      [2, true, undefined],
      [3, false, "工单编号不能为空"],
      [4, false, "诉求内容不能为空"],
      [5, false, "联系电话“12ab”不是手机号或座机号"],
      [6, false, "事件类别“不存在的类别”不在事件目录中"],
      [7, false, "紧急程度“紫”应为红、橙、黄、蓝之一"],
      [8, false, "来电时间“2026-02-30”应写作 2026-11-22 09:30"],
      [9, false, "单位编码“5001”应为 2、6、9、12、15 或 17 位数字"],
      [10, false, "经度、纬度须同时填写，且为十进制度数"],
      [11, false, "这一行有 14 列，多于表头的 12 列：内容中的逗号请用引号括起"],
      [12, false, "与第 2 行的工单编号相同"],
      [14, true, undefined],
      [16, true, undefined],
      [17, false, "单位编码“999999”不是本市的区县、镇街、村社或网格"],
    ]);
    expect(body).toMatchObject({ created: 3, repeated: 0, failed: 11 });
    expect(await countOf(server, "reports")).toBe(before + 3);
  });

  test("lands where its address or unit says, sealed and with its number", async () => {
    await upload(
      file(
        "H101,12345,2026-11-20 09:30,李某,13900000000,井盖松动有异响,七星岗街道捍卫路社区,,井盖破损,,,",
      ),
    );

    const row = await server.owner
      .selectFrom("reports as r")
      .innerJoin("incidents as i", "i.id", "r.incident")
      .select([
        "i.unit",
        "i.category",
        "i.status",
        "r.source",
        "r.foreign_system",
        "r.seen_at",
        "r.reporter_phone_enc",
        "r.reporter_unit",
      ])
      .where("r.foreign_number", "=", "H101")
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      unit: "500103001017",
      category: "050102",
      status: "verifying",
      source: "hotline",
      foreign_system: "12345",
      reporter_unit: "500103001",
    });
    expect(row.seen_at!.toISOString()).toBe("2026-11-20T01:30:00.000Z");
    expect(server.context.secrets.open(row.reporter_phone_enc!)).toBe("13900000000");
  });

  test("sent again changes nothing; an order that was changed joins its incident", async () => {
    const first = await upload(
      file("H201,12345,,,,楼道堆满杂物,,500103001,,,,", "H202,12345,,,,路灯不亮,,500103003,,,,"),
    );
    const before = await countOf(server, "reports");

    const again = await upload(
      file(
        "H201,12345,,,,楼道堆满杂物,,500103001,,,,",
        "H202,12345,,,,路灯不亮，已三天,,500103003,,,,",
      ),
    );

    expect(again.body).toMatchObject({ created: 1, repeated: 1, failed: 0 });
    expect(again.body.rows[0]).toEqual({ ...first.body.rows[0], message: "此前已导入，未作改动" });
    expect(again.body.rows[1]).toMatchObject({
      ok: true,
      incident: first.body.rows[1].incident,
      message: expect.stringContaining("已并入事件"),
    });
    expect(await countOf(server, "reports")).toBe(before + 1);
  });

  test("reads what old office programs write", async () => {
    const gbk = Buffer.from(
      "b9a4b5a5b1e0bac52ccbdfc7f3c4dac8dd0d0a483330312cc2b7b5c6b2bbc1c10d0a",
      "hex",
    );

    const { body } = await upload(gbk);

    expect(body.rows).toEqual([
      { line: 2, ok: true, number: expect.any(String), incident: expect.any(String) },
    ]);
    const row = await server.owner
      .selectFrom("reports")
      .select("text")
      .where("foreign_number", "=", "H301")
      .executeTakeFirstOrThrow();
    expect(row.text).toBe("路灯不亮");
  });

  test.each([
    ["no heading that is needed", "编号,电话\n1,2\n", "缺少必需的列 “诉求内容”"],
    ["a heading twice", "工单编号,诉求内容,内容\n1,2,3\n", "“诉求内容”一列出现了两次"],
    ["an empty file", "", "文件是空的"],
    [
      "5,001 rows",
      `工单编号,诉求内容\n${Array.from({ length: 5001 }, (_, index) => `N${index},内容`).join("\n")}`,
      "一次最多导入 5000 行",
    ],
    ["quotes that never end", '工单编号,诉求内容\n1,"开头\n2,没有结尾', "文件不是有效的 CSV"],
  ])("with %s is refused as a whole", async (_, content, message) => {
    const before = await countOf(server, "reports");

    const answer = await upload(content);

    expect(answer).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(message) },
    });
    expect(await countOf(server, "reports")).toBe(before);
  });

  test("is not for strangers or grid workers", async () => {
    const worker = await server.signIn("500103001017001-worker");

    expect((await upload(file(), server.anonymous)).status).toBe(401);
    expect((await upload(file(), worker)).status).toBe(403);
  });

  test("its template passes its own reading", async () => {
    const answer = await dispatcher.get("/api/hotline-imports/template.csv");

    expect(answer.text).toBe(template);
    const { body } = await upload(template);
    expect(body).toMatchObject({ created: 1, failed: 0 });
  });
});

test.each([
  ["UTF-8", Buffer.from("工单"), "工单", "UTF-8"],
  ["GB18030", Buffer.from([0xb9, 0xa4, 0xb5, 0xa5]), "工单", "GB18030"],
])("%s is recognised by its bytes", (_, bytes, text, encoding) => {
  expect(decode(bytes)).toEqual({ text, encoding });
});

describe("results for the system the orders came from", () => {
  test("say of each order of the own area what became of it, and of no other", async () => {
    const { body } = await upload(
      file(
        "H901,12345,,赵某,13900000001,空调外机滴水,,500103001,,,,",
        "H902,市民信箱,,,,墙上有小广告，联系 13900000002,,500103001,,,,",
      ),
    );
    const elsewhere = await server.signIn("500103003-dispatcher-1");
    await upload(file("H903,12345,,,,路灯不亮,,500103003,,,,"), elsewhere);
    await act(dispatcher, body.rows[1].incident, {
      act: "reject",
      reason: "属物业自管，已转物业 13900000003",
    });

    const { status, text } = await dispatcher.get("/api/hotline-results.csv?days=7");

    expect(status).toBe(200);
    const rows = text.trim().split("\r\n");
    expect(rows[0]).toContain("来源系统,工单编号,受理号,事件编号,登记时间,办理状态,承办,办理结果");
    const of = (number: string) => rows.filter((row) => row.split(",")[1] === number);
    expect(of("H901")).toHaveLength(1);
    expect(of("H901")[0]).toContain(body.rows[0].number);
    expect(of("H902")[0]).toContain("未予受理,,属物业自管，已转物业 ****,");
    expect(of("H903")).toEqual([]);
    expect(text).not.toMatch(/1390000000\d|赵某/);
  });

  test("tell the result once it was checked and closed, and are on record", async () => {
    const { body } = await upload(file("H911,12345,,,,花坛里有垃圾没人清,,500103001017,,,,"));
    const { incident } = body.rows[0];
    const post = await server.signIn("500103001-MS09-a");
    const secretary = await server.signIn("500103001017-secretary");
    await act(dispatcher, incident, { act: "verify", result: "confirmed" });
    const lead = "500103001/MS09";
    const { workOrders } = await act(dispatcher, incident, { act: "dispatch", lead });
    const workOrder = workOrders.at(-1).id;
    await act(post, incident, { act: "accept", workOrder });
    await act(post, incident, { act: "feedback", workOrder, result: "已清运干净" });
    const before = await dispatcher.get("/api/hotline-results.csv");
    expect(before.text).not.toContain("已清运干净");
    await act(secretary, incident, { act: "recheck", passed: true });
    await act(dispatcher, incident, { act: "close" });

    const { text } = await dispatcher.get("/api/hotline-results.csv");

    expect(text).toMatch(/12345,H911,.*,已办结,七星岗街道城市管理岗,已清运干净,20\d\d-/);
    const audit = await server.owner
      .selectFrom("audit_log")
      .select("act")
      .where("act", "=", "export.hotlineResults")
      .execute();
    expect(audit.length).toBeGreaterThan(0);
  });

  test("tell a district's centre of the orders it entered itself, and of no others", async () => {
    const centre = await server.signIn("500103-centre-1");
    await upload(file("H921,12345,,,,楼道灯不亮,,500103001,,,,"));
    await upload(file("H922,12345,,,,河边有人钓鱼,,500103001,,,,"), centre);

    const { text } = await centre.get("/api/hotline-results.csv");

    expect(text).toContain(",H922,");
    expect(text).not.toContain(",H921,");
  });

  test("are for the centres", async () => {
    const post = await server.signIn("500103001-MS09-a");

    expect((await post.get("/api/hotline-results.csv")).status).toBe(403);
    expect((await dispatcher.get("/api/hotline-results.csv?days=0")).status).toBe(400);
  });
});

test("headings are recognised by their other names and in any order; unknown ones are let be", () => {
  expect(readHeadings(["\uFEFF内容", "备注", " 工单号 "])).toEqual({
    ok: true,
    columns: ["text", undefined, "number"],
  });
});

test("all that is wrong with a row is said at once", () => {
  const read = readRow(
    { number: "", text: "", phone: "abc" },
    () => undefined,
    () => true,
  );

  expect(read).toEqual({
    ok: false,
    message: "工单编号不能为空；诉求内容不能为空；联系电话“abc”不是手机号或座机号",
  });
});
