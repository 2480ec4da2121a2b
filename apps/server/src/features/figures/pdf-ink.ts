import type { FontFiles } from "./pdf-fonts.ts";

export type Weight = "regular" | "bold";
type Stroke = {
  x: number;
  /** Of the line on which letters stand. */
  y: number;
  weight: Weight;
  size: number;
  color: string;
  spacing: number;
};

/** What no font has is shown as printers show it. */
const missing = "〓";

type Name = keyof FontFiles;
type Glyphs = { hasGlyphForCodePoint: (code: number) => boolean };

/** Writes Chinese and Latin in one line, each from its own font. */
export function inkOn(document: PDFKit.PDFDocument, files: FontFiles) {
  const names = Object.keys(files) as Name[];
  const glyphs = new Map<Name, Glyphs>();
  for (const name of names) {
    document.registerFont(name, files[name]);
    document.font(name);
    glyphs.set(name, (document as unknown as { _font: { font: Glyphs } })._font.font);
  }
  const has = (name: Name, letter: string) =>
    glyphs.get(name)!.hasGlyphForCodePoint(letter.codePointAt(0)!);

  /** Parts of one font each. */
  function partsOf(text: string, weight: Weight): { name: Name; words: string }[] {
    const parts: { name: Name; words: string }[] = [];
    for (const letter of text) {
      const latin: Name = weight === "bold" ? "boldLatin" : "regularLatin";
      // Quotation marks and dashes are as wide as a Chinese character wherever the Chinese font has them.
      const order: Name[] = letter < "\u0080" ? [latin, weight] : [weight, latin];
      const name = order.find((one) => has(one, letter));
      const last = parts.at(-1);
      const written = name ? letter : missing;
      if (last && last.name === (name ?? weight)) last.words += written;
      else parts.push({ name: name ?? weight, words: written });
    }
    return parts;
  }

  const widthOfPart = (name: Name, words: string, size: number, spacing: number): number =>
    document.font(name).fontSize(size).widthOfString(words) + Array.from(words).length * spacing;

  return {
    widthOf: (text: string, weight: Weight, size: number, spacing: number): number =>
      partsOf(text, weight).reduce(
        (sum, { name, words }) => sum + widthOfPart(name, words, size, spacing),
        0,
      ),
    write(text: string, { x, y, weight, size, color, spacing }: Stroke): void {
      let at = x;
      for (const { name, words } of partsOf(text, weight)) {
        document.font(name).fontSize(size).fillColor(`#${color}`).text(words, at, y, {
          lineBreak: false,
          baseline: "alphabetic",
          characterSpacing: spacing,
        });
        at += widthOfPart(name, words, size, spacing);
      }
    },
  };
}
