const digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 1 to 999 in words: 十一, 二十, 一百零五, 一百一十二. */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 999)
    throw new RangeError(`${value} is not between 1 and 999.`);
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor((value % 100) / 10);
  const ones = value % 10;
  let words = hundreds > 0 ? `${digits[hundreds]}百` : "";
  if (tens > 0) words += tens === 1 && hundreds === 0 ? "十" : `${digits[tens]}十`;
  else if (hundreds > 0 && ones > 0) words += "零";
  return ones > 0 ? words + digits[ones] : words;
}
