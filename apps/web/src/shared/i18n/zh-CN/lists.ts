export const lists = {
  table: { more: "继续加载" },
  unitField: { placeholder: "名称或编码", none: "没有这样的单位" },
  sections: {
    commandCentre: "指挥中心",
    partyBuilding: "党的建设",
    economy: "经济发展",
    livelihood: "民生服务",
    safetyLaw: "平安法治",
  },
  incidentList: {
    urgency: "紧急程度",
    title: "事件",
    status: "状态",
    unit: "所在单位",
    lead: "主办",
    due: "期限",
    opened: "上报",
    act: "可{{act}}",
    openedToday: "今日上报",
    closedToday: "今日办结",
  },
};
