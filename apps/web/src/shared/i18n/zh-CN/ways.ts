export const ways = {
  ways: {
    title: "事发位置",
    heading: "路程",
    gone: "页面已失效",
    goneHint: "链接不完整、已过期，或事件已经结束。请联系给您发送链接的指挥中心。",
    landmark: "附近：{{name}}，约 {{metres}} 米",
    worker: "现场人员",
    states: { waiting: "等待出发", onTheWay: "已出发，正在路上", arrived: "已到现场" },
    since: { waiting: "", onTheWay: "出发", arrived: "到达" },
    arriveBy: "预计到达",
    until: "本页有效至",
    kept: "打开会留下记录；请勿转发。",
    fromPerson: "路程约 {{minutes}} 分钟（按出发位置估算）",
    fromUnit: "路程约 {{minutes}} 分钟（按单位位置估算）",
    took: "路程 {{took}} 分钟，预计 {{minutes}} 分钟",
  },
};
