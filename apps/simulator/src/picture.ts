import sharp from "sharp";
import type { Dice } from "./dice.ts";

const escape = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);

/** A drawn stand-in for a photo; it says 模拟 so that nobody takes it for one. */
export async function drawPicture(title: string, dice: Dice): Promise<Uint8Array<ArrayBuffer>> {
  const hue = dice.below(360);
  const stones = Array.from({ length: 14 }, () => {
    const size = 20 + dice.below(90);
    return `<ellipse cx="${dice.below(960)}" cy="${380 + dice.below(320)}" rx="${size}" ry="${size * 0.6}" fill="hsl(${hue} 12% ${35 + dice.below(35)}%)"/>`;
  }).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720">
<rect width="960" height="360" fill="hsl(${hue} 30% 82%)"/><rect y="360" width="960" height="360" fill="hsl(${hue} 10% 62%)"/>${stones}
<rect y="620" width="960" height="100" fill="#000" fill-opacity="0.55"/>
<text x="30" y="682" font-size="40" fill="#fff" font-family="Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif">模拟照片 · ${escape(title)}</text></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 72 }).toBuffer());
}
