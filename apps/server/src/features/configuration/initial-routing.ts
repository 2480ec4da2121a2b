import type { Routing, RoutingRule } from "@gezhi/contract/configuration.ts";

type Target = { post: string; department: string; coPosts?: string[]; automatic?: boolean };

const rule = (
  number: number,
  name: string,
  when: RoutingRule["when"],
  { post, department, coPosts = [], automatic = false }: Target,
  because: string,
): RoutingRule => ({
  number,
  name,
  when,
  to: { post, department, coPosts, automatic },
  because,
});

/**
 * The first matching rule wins, so the special stands before the general; without one the category's own post handles.
 * `duty` means office hours, `offDuty` nights, weekends and holidays.
 */
export const initialRouting: Routing = {
  rules: [
    rule(
      1,
      "森林火情",
      { categories: ["090103"] },
      { post: "JJ07", department: "D45", coPosts: ["PA05", "PA04"], automatic: true },
      "森林火情由林业水利岗牵头，消防、应急同步出动",
    ),
    rule(
      2,
      "火情先期处置",
      { categories: ["0901"] },
      { post: "PA05", department: "D41", coPosts: ["PA04", "CC07"], automatic: true },
      "火情不等研判：消防管理岗先期处置，应急与值守岗同步",
    ),
    rule(
      3,
      "燃气泄漏",
      { categories: ["100201"] },
      { post: "PA04", department: "D21", coPosts: ["PA05"], automatic: true },
      "泄漏可能引发爆燃，应急与消防同时到场",
    ),
    rule(
      4,
      "洪涝与地质险情",
      { categories: ["110101", "110102", "110103", "1102"], urgency: ["red", "orange"] },
      { post: "PA06", department: "D40", coPosts: ["PA04"], automatic: true },
      "险情需先避险转移，防灾减灾岗与应急管理岗同步",
    ),
    rule(
      5,
      "人身安全警情",
      { categories: ["120102", "120201", "120204", "120205"], urgency: ["red"] },
      { post: "PA01", department: "D23", coPosts: ["CC07"], automatic: true },
      "危及人身安全，平安建设岗联系公安并由值守岗跟踪",
    ),
    rule(
      6,
      "老人紧急求助",
      { categories: ["140101", "140103", "140104"] },
      { post: "MS02", department: "D38", coPosts: ["CC07"], automatic: true },
      "独居老人求助以分钟计，值守岗同步回拨并联系急救",
    ),
    rule(
      7,
      "家庭暴力",
      { categories: ["130103"] },
      { post: "PA03", department: "D23", coPosts: ["PA01", "MS01"], automatic: true },
      "先制止伤害，再调解与救助",
    ),
    rule(
      8,
      "群体性聚集",
      { categories: ["130302"] },
      { post: "PA02", department: "D18", coPosts: ["PA01", "CC07"], automatic: true },
      "信访维稳岗牵头，平安建设岗到场维护秩序",
    ),
    rule(
      9,
      "活动现场警情",
      { categories: ["210101", "210102"] },
      { post: "PA01", department: "D23", coPosts: ["PA04"], automatic: true },
      "大型活动现场由平安建设岗与应急管理岗共同处置",
    ),
    rule(
      10,
      "值班时段道路塌陷、供水爆管",
      { categories: ["060102", "050302"], hours: "offDuty" },
      { post: "PA04", department: "D32", coPosts: ["MS09", "CC07"], automatic: true },
      "夜间与节假日由24小时值守的应急管理岗先行围挡",
    ),
    rule(
      11,
      "违规燃放烟花爆竹",
      { categories: ["090307"] },
      { post: "PA07", department: "D23", coPosts: ["PA05"] },
      "属行政处罚事项，综合执法岗牵头，消防管理岗协办",
    ),
    rule(
      12,
      "火灾隐患（工作时段）",
      { categories: ["09", "040107"], hours: "duty" },
      { post: "PA05", department: "D41" },
      "09 火灾隐患 × 镇街 × 工作时段",
    ),
    rule(
      13,
      "火灾隐患（值班时段）",
      { categories: ["09", "040107"], hours: "offDuty" },
      { post: "PA05", department: "D41", coPosts: ["CC07"] },
      "09 火灾隐患 × 镇街 × 值班时段：值守岗协助现场先行消除",
    ),
    rule(
      14,
      "消火栓故障",
      { categories: ["050306"] },
      { post: "PA05", department: "D41", coPosts: ["MS09"] },
      "消防用水设施由消防管理岗督促，城市管理岗协调水务",
    ),
    rule(
      15,
      "重大生产安全隐患",
      { categories: ["1001"], urgency: ["red", "orange"] },
      { post: "PA04", department: "D40", coPosts: ["PA07"] },
      "需要当场责令停止的，综合执法岗同步到场",
    ),
    rule(
      16,
      "夜间施工噪声",
      { categories: ["030101"], hours: "offDuty" },
      { post: "PA07", department: "D30", coPosts: ["CC07"] },
      "值班时段由值守岗先到场核实，综合执法岗依法处理",
    ),
    rule(
      17,
      "街道占道经营",
      { categories: ["040101", "040102", "040103", "040104"], townKind: "street" },
      { post: "PA07", department: "D32", coPosts: ["MS09"] },
      "街道范围按市容执法办理，城市管理岗先行劝导",
    ),
    rule(
      18,
      "镇乡赶场占道",
      { categories: ["040101", "040102", "040103", "040104"], townKind: "town" },
      { post: "PA07", department: "D32", coPosts: ["JJ08"] },
      "镇乡以赶场日规范为主，商贸文旅岗引导入场经营",
    ),
    rule(
      19,
      "违法建设",
      { categories: ["010201", "180104"] },
      { post: "PA07", department: "D29", coPosts: ["JJ04"] },
      "村镇建设岗核实手续，综合执法岗依法处置",
    ),
    rule(
      20,
      "井盖缺失移位",
      { categories: ["050101", "050103"] },
      { post: "MS09", department: "D32", automatic: true },
      "缺失即可能伤人，不等派遣，先围挡后查权属",
    ),
    rule(
      21,
      "欠薪",
      { categories: ["130201"] },
      { post: "MS03", department: "D28", coPosts: ["PA02", "PA03"] },
      "就业社保岗核实欠薪，信访与调解同步稳控",
    ),
    rule(
      22,
      "值班时段坠落风险",
      { categories: ["100301", "070203", "020105", "070104"], hours: "offDuty" },
      { post: "PA04", department: "D40", coPosts: ["MS09"] },
      "夜间与节假日由24小时值守的应急管理岗先行警戒",
    ),
    rule(
      23,
      "热线转办待分类诉求",
      { categories: ["220108"], sources: ["hotline"] },
      { post: "MS07", department: "D49", coPosts: ["CC06"] },
      "热线诉求由便民服务岗联系来电人核清事项后再分派",
    ),
    rule(
      24,
      "权属不清",
      { categories: ["220103"] },
      { post: "CC04", department: "D01", coPosts: ["CC06"] },
      "三不管事项由综合指挥室主任协调，必要时提请区级统筹",
    ),
  ],
};
