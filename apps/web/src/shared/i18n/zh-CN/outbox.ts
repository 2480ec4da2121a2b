export const outbox = {
  outbox: {
    title: "发件箱",
    line: "交给各消息通道的内容；标有“模拟”的没有离开这台机器。",
    all: "全部",
    channel: "通道",
    channels: {
      inApp: "站内",
      webPush: "浏览器推送",
      sms: "短信",
      voice: "语音电话",
      ownerCall: "隐私号电话",
    },
    at: "时间",
    to: "收件人",
    text: "内容",
    status: "状态",
    statuses: { queued: "排队", sent: "已送出", failed: "失败" },
    attempts: "次数",
    none: "还没有消息",
    noneHint: "事件需要通知人时，短信和电话会出现在这里。",
  },
};
