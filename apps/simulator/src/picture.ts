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

export type PathPoint = { x: number; y: number; ms: number };

/** A house front seen from below with the path of what fell: drawn, without a person, and saying so. */
export async function drawFall(
  points: readonly PathPoint[],
  words: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [960, 720];
  const windows = Array.from({ length: 10 * 6 }, (_one, index) => {
    const [row, column] = [Math.floor(index / 6), index % 6];
    return `<rect x="${190 + column * 100}" y="${30 + row * 58}" width="52" height="36" fill="#8fa4b8"/>`;
  }).join("");
  const path = points.map(({ x, y }) => `${x * width},${y * height}`).join(" ");
  const dots = points
    .map(({ x, y }) => `<circle cx="${x * width}" cy="${y * height}" r="9" fill="#d92d20"/>`)
    .join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect width="${width}" height="${height}" fill="#c9d6e2"/><rect x="160" width="640" height="620" fill="#dcd3c4"/>${windows}
<polyline points="${path}" fill="none" stroke="#d92d20" stroke-width="4" stroke-dasharray="12 8"/>${dots}
<rect y="640" width="${width}" height="80" fill="#000" fill-opacity="0.6"/>
<text x="30" y="692" font-size="36" fill="#fff" font-family="Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif">模拟画面 · ${escape(words)}</text></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer());
}
