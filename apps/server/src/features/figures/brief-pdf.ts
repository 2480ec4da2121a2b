import Pdf from "pdfkit";
import type { Brief, BriefBlock } from "@gezhi/contract/briefs.ts";
import { columnShares, isNumber, page, pointsOf, red, sizes } from "./brief-layout-rules.ts";
import { linesOf } from "./line-break-rules.ts";
import { fontFiles } from "./pdf-fonts.ts";
import { inkOn, type Weight } from "./pdf-ink.ts";

const [top, left, right, bottom] = [page.top, page.left, page.right, page.bottom].map(pointsOf) as [
  number,
  number,
  number,
  number,
];
const paper = { width: pointsOf(page.width), height: pointsOf(page.height) };
const textWidth = paper.width - left - right;
const lowest = paper.height - bottom;
/** 28 characters of 三号 fill a line of 156 mm. */
const squeeze = (textWidth - 0.1) / 28 - sizes.body;
const cellPadding = 4;
const cellLine = 17;

/** The brief as an official document (GB/T 9704), the same text as its DOCX; fonts are inside. */
export async function briefPdf(brief: Brief): Promise<Buffer> {
  const document = new Pdf({
    size: [paper.width, paper.height],
    margins: { top: 0, left: 0, right: 0, bottom: 0 },
    bufferPages: true,
    lang: "zh-CN",
    displayTitle: true,
    info: {
      Title: `${brief.head} ${brief.number}`,
      Author: brief.issuer,
      Subject: brief.title,
      CreationDate: new Date(brief.at),
    },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.once("end", resolve));
  const ink = inkOn(document, await fontFiles());
  let y = top;

  const room = (height: number): void => {
    if (y + height <= lowest + 0.5) return;
    document.addPage();
    y = top;
  };

  function paragraph(
    text: string,
    {
      weight = "regular",
      size = sizes.body,
      line = page.linePoints,
      align = "left",
      indent = 0,
      color = "000000",
      inset = 0,
    }: {
      weight?: Weight;
      size?: number;
      line?: number;
      align?: "left" | "center" | "right";
      indent?: number;
      color?: string;
      inset?: number;
    } = {},
  ): void {
    const spacing = size === sizes.body ? squeeze : 0;
    const widthOf = (of: string) => ink.widthOf(of, weight, size, spacing);
    const lines = linesOf(text, { width: textWidth, indent, widthOf });
    for (const [n, words] of lines.entries()) {
      room(line);
      const first = n === 0 ? indent : 0;
      const wide = widthOf(words);
      const free = textWidth - first - wide;
      const stretch =
        align === "left" && n < lines.length - 1 && Array.from(words).length > 1
          ? Math.min(2, Math.max(0, free) / (Array.from(words).length - 1))
          : 0;
      const shift = align === "left" ? first : align === "center" ? free / 2 : free - inset;
      ink.write(words, {
        x: left + shift,
        y: y + line / 2 + size * 0.36,
        weight,
        size,
        color,
        spacing: spacing + stretch,
      });
      y += line;
    }
  }

  function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const widths = columnShares(head, rows).map((share) => share * textWidth);
    const row = (cells: readonly string[], isHead: boolean): void => {
      const weight: Weight = isHead ? "bold" : "regular";
      const wrapped = cells.map((cell, column) =>
        linesOf(cell, {
          width: (widths[column] ?? 0) - 2 * cellPadding,
          widthOf: (of) => ink.widthOf(of, weight, sizes.table, 0),
        }),
      );
      const height = Math.max(...wrapped.map((lines) => lines.length)) * cellLine + 6;
      if (y + height > lowest) {
        document.addPage();
        y = top;
        if (!isHead) row(head, true);
      }
      let x = left;
      for (const [column, lines] of wrapped.entries()) {
        const width = widths[column] ?? 0;
        document.lineWidth(0.6).strokeColor("#000000").rect(x, y, width, height).stroke();
        const offset = (height - lines.length * cellLine) / 2;
        for (const [n, words] of lines.entries()) {
          const free = width - 2 * cellPadding - ink.widthOf(words, weight, sizes.table, 0);
          const shift = isHead ? free / 2 : isNumber(cells[column] ?? "") ? free : 0;
          ink.write(words, {
            x: x + cellPadding + shift,
            y: y + offset + n * cellLine + cellLine / 2 + sizes.table * 0.36,
            weight,
            size: sizes.table,
            color: "000000",
            spacing: 0,
          });
        }
        x += width;
      }
      y += height;
    };
    row(head, true);
    for (const cells of rows) row(cells, false);
    y += 8;
  }

  function block(one: BriefBlock): void {
    if (one.kind === "table") {
      room(3 * cellLine + 18);
      table(one.head, one.rows);
    } else if (one.kind === "heading") {
      // Never alone at the foot of a page.
      room(2 * page.linePoints);
      paragraph(one.text, {
        weight: one.level === 1 ? "bold" : "regular",
        indent: 2 * (sizes.body + squeeze),
      });
    } else paragraph(one.text, { indent: 2 * (sizes.body + squeeze) });
  }

  paragraph(brief.head, {
    weight: "bold",
    size: sizes.head,
    line: 62,
    align: "center",
    color: red,
  });
  paragraph(brief.number, { align: "center" });
  ink.write(brief.issuer, {
    x: left,
    y: y + page.linePoints / 2 + sizes.body * 0.36,
    weight: "regular",
    size: sizes.body,
    color: "000000",
    spacing: 0,
  });
  paragraph(brief.date, { align: "right" });
  y += 6;
  document
    .lineWidth(2.2)
    .strokeColor(`#${red}`)
    .moveTo(left, y)
    .lineTo(left + textWidth, y)
    .stroke();
  y += 24;
  paragraph(brief.title, { weight: "bold", size: sizes.title, line: 34, align: "center" });
  y += 16;
  for (const one of brief.blocks) block(one);
  room(4 * page.linePoints);
  y += page.linePoints;
  paragraph(brief.issuer, { align: "right", inset: 2 * sizes.body });
  paragraph(brief.date, { align: "right", inset: 2 * sizes.body });

  const { start, count } = document.bufferedPageRange();
  for (let n = start; n < start + count; n += 1) {
    document.switchToPage(n);
    const words = `— ${n + 1} —`;
    const wide = ink.widthOf(words, "regular", sizes.number, 0);
    ink.write(words, {
      x: n % 2 === 0 ? left + textWidth - wide - sizes.number : left + sizes.number,
      y: lowest + pointsOf(page.numberBelow) + sizes.number / 2,
      weight: "regular",
      size: sizes.number,
      color: "000000",
      spacing: 0,
    });
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
