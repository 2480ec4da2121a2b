export const district = {
  district: {
    title: "上报件",
    notYours: "这里由区县治理中心使用",
    all: "全区事件",
    back: "返回上报件",
    maskedNote: "未上报区县的事件隐去个人信息和原文。",
    detail: "选中的上报件",
    brief: "上报说明",
    tried: "已经试过",
    nothingOpen: "从左边选一件",
    keys: "J / K 上下移动，Esc 返回。",
    groupsLabel: "上报件分组",
    groups: {
      decide: "待受理",
      returns: "三次退单",
      disputes: "跨镇街争议",
      dispatch: "待派遣",
      working: "部门办理中",
    },
    empty: {
      decide: "没有等待受理的上报件",
      returns: "没有等待裁定的退单",
      disputes: "没有等待裁定的协同争议",
      dispatch: "没有等待派遣的上报件",
      working: "没有部门在办的上报件",
    },
  },
};
