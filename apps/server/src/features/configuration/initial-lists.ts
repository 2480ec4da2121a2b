import type { Lists } from "@gezhi/contract/configuration.ts";
import { departments, lists } from "@gezhi/reference/load-reference.ts";

/** Words by which an instruction is recognised as one that must not be pushed down to a village or grid (R31). */
const negativeWords: Record<string, { words: string[]; alternative: string }> = {
  N01: {
    words: ["行政执法", "行政处罚", "拆迁", "拆违", "强制拆除", "查封"],
    alternative: "派镇街综合执法岗办理，村社只协助告知",
  },
  N02: {
    words: ["招商引资", "招商任务", "协税护税", "税收任务"],
    alternative: "派产业发展岗办理",
  },
  N03: {
    words: ["责任书", "一票否决", "责任状"],
    alternative: "由镇街自行承担，不得转签",
  },
  N04: {
    words: ["打卡", "积分排名", "在线时长", "点赞", "转发量", "刷活跃度"],
    alternative: "以办理结果和群众评价为准，无需留痕",
  },
  N05: {
    words: ["临时报表", "填表报数", "重复报送", "台账报送", "报送表格"],
    alternative: "由数据管理岗从平台已有数据生成",
  },
  N06: {
    words: ["拍照留痕", "上传轨迹", "工作留痕", "工作照片"],
    alternative: "仅异常时拍照，其余以文字说明办结",
  },
  N07: {
    words: ["关注公众号", "下载APP", "安装APP", "推广软件", "注册任务"],
    alternative: "由主责部门自行宣传，群众自愿",
  },
  N08: {
    words: ["评选投票", "拉票", "商业推广", "商业评选"],
    alternative: "不予承接",
  },
  N09: {
    words: ["代为审批", "代审批", "审批决定", "代行审批"],
    alternative: "由镇街便民服务岗或有权机关办理",
  },
  N10: {
    words: ["出具证明", "开具证明", "开证明", "盖章证明"],
    alternative: "按“可出具证明”清单办理，清单外由部门核验数据",
  },
  N11: {
    words: ["加挂牌子", "挂牌", "设立工作站", "新增机构"],
    alternative: "按挂牌目录执行",
  },
};

const officialNames = new Map(
  departments.flatMap(({ name, aliases }) => [name, ...aliases].map((known) => [known, name])),
);
const officialName = (names: string): string =>
  names
    .split("/")
    .map((name) => officialNames.get(name) ?? name)
    .join("/");

const plain = ({ code, name, basis }: { code: string; name: string; basis: string }) => ({
  code,
  name,
  basis,
  words: [],
});

/** 四清单一目录 and the town's lists (R29–R31) as the first version of the city. */
export const initialLists: Lists = {
  negative: lists.negativeItems.map((item) => ({ ...plain(item), ...negativeWords[item.code] })),
  statutory: [...lists.statutoryItems, ...lists.generalItems].map(plain),
  leadAssist: lists.leadAssistItems.map(({ code, name, lead, assist }) => ({
    code,
    name,
    basis: "",
    lead: officialName(lead),
    assist,
    words: [],
  })),
  villageMatters: [...lists.villageItems.selfGoverning, ...lists.villageItems.assisting].map(plain),
  proofsAllowed: lists.proofsIssued.map(plain),
  proofsRefused: lists.proofsRefused.map((item) => ({
    ...plain(item),
    alternative: item.alternative,
  })),
  plates: lists.plates.map(plain),
};
