export const city = {
  city: {
    notYours: "全市汇总由市治理中心使用",
    title: "{{unit}}事件汇总",
    at: "截至",
    line: "点单位看下一级。这里只有数字；查看某一件事须经所在区县或镇街批准。",
    unit: "单位",
    itself: "未定位到下一级",
    ofThem: "其中",
    none: "没有下级单位",
    unplaced: "有 {{n}} 件上报位置不明，等市里问明地点",
    figures: {
      reported: "上报",
      open: "在办",
      overdue: "超时",
      closed: "办结",
      rejected: "不予立案",
      merged: "并案",
    },
  },
};
