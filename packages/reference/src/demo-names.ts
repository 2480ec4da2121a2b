/** 40 × 36 × 36 invented names; nobody is meant. */
const surnames = Array.from(
  "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
);
const firstSyllables = Array.from(
  "予令伊佳依俐傲兆冉凌初北千南卓听嘉园圣均墨夏奕妙宜宥屿岚岩川帆庭弈弦惜慕",
);
const secondSyllables = Array.from(
  "舟野禾苇苓荷菁萱葭蔓蕴薇行衡询谦谣豫轩辰遥钰铭锦阑青韵颂风飏驰骁鸣麓黎鼎",
);

const total = surnames.length * firstSyllables.length * secondSyllables.length;
/** Shares no factor with the total, so the first `total` people have different names. */
const stride = 31_957;

export function inventedName(serial: number): string {
  if (serial >= total) throw new RangeError(`Only ${total} names can be invented.`);
  const place = (serial * stride) % total;
  const given = Math.floor(place / surnames.length);
  return (
    surnames[place % surnames.length]! +
    firstSyllables[given % firstSyllables.length]! +
    secondSyllables[Math.floor(given / firstSyllables.length)]!
  );
}

/** 199 0000 xxxx belongs to nobody here; four digits are enough for the demo's people. */
export function inventedPhone(serial: number): string {
  if (serial > 9999) throw new RangeError("Only 10,000 phone numbers can be invented.");
  return `1990000${String(serial).padStart(4, "0")}`;
}
