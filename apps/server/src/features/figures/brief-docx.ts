import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  Tab,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type IParagraphOptions,
} from "docx";
import type { Brief, BriefBlock } from "@gezhi/contract/briefs.ts";
import { columnShares, fonts, isNumber, latin, page, red, sizes } from "./brief-layout-rules.ts";

type Font = keyof typeof fonts;
const twips = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const textWidth = twips(page.width - page.left - page.right);
/** Twentieths of a point; a line of the text block is always the same height. */
const line = { line: Math.round(page.linePoints * 20), lineRule: LineRuleType.EXACT };
const twoCharacters = { firstLineChars: 200, firstLine: sizes.body * 2 * 20 };

const run = (text: string, font: Font, size: number, more: { color?: string } = {}) =>
  new TextRun({
    text,
    size: size * 2,
    font: { ascii: latin, hAnsi: latin, eastAsia: fonts[font].name, cs: latin },
    ...more,
  });
const paragraph = (
  text: string,
  font: Font,
  { size = sizes.body, ...more }: { size?: number } & IParagraphOptions = {},
) => new Paragraph({ spacing: line, ...more, children: [run(text, font, size)] });

function headOf(brief: Brief): Paragraph[] {
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: 240, after: 240 },
      children: [run(brief.head, "title", sizes.head, { color: red })],
    }),
    paragraph(brief.number, "body", { alignment: AlignmentType.CENTER }),
    new Paragraph({
      spacing: { ...line, after: 200 },
      tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: red, space: 6 } },
      children: [
        run(brief.issuer, "body", sizes.body),
        new TextRun({ children: [new Tab()] }),
        run(brief.date, "body", sizes.body),
      ],
    }),
    paragraph(brief.title, "title", {
      size: sizes.title,
      alignment: AlignmentType.CENTER,
      spacing: { before: 400, after: 400, line: 640, lineRule: LineRuleType.EXACT },
    }),
  ];
}

function bodyOf(block: BriefBlock): (Paragraph | Table)[] {
  if (block.kind === "heading")
    return [
      paragraph(block.text, block.level === 1 ? "heading" : "subheading", {
        indent: twoCharacters,
        keepNext: true,
        outlineLevel: block.level - 1,
      }),
    ];
  if (block.kind === "text")
    return [
      paragraph(block.text, "body", { indent: twoCharacters, alignment: AlignmentType.JUSTIFIED }),
    ];
  return [tableOf(block.head, block.rows), paragraph("", "body", { spacing: { line: 160 } })];
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const widths = columnShares(head, rows).map((share) => Math.round(share * textWidth));
  const cells = (row: readonly string[], isHead: boolean) =>
    row.map(
      (text, column) =>
        new TableCell({
          width: { size: widths[column] ?? 0, type: WidthType.DXA },
          verticalAlign: VerticalAlignTable.CENTER,
          margins: { top: 50, bottom: 50, left: 90, right: 90 },
          children: [
            new Paragraph({
              alignment: isHead
                ? AlignmentType.CENTER
                : isNumber(text)
                  ? AlignmentType.RIGHT
                  : AlignmentType.LEFT,
              children: [run(text, isHead ? "heading" : "body", sizes.table)],
            }),
          ],
        }),
    );
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: cells(head, true) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: cells(row, false) })),
    ],
  });
}

/** Two lines below the text, two characters from the right (a document without a seal). */
const signatureOf = ({ issuer, date }: Brief): Paragraph[] => [
  paragraph("", "body"),
  ...[issuer, date].map((text) =>
    paragraph(text, "body", {
      alignment: AlignmentType.RIGHT,
      indent: { right: sizes.body * 2 * 20 },
      keepLines: true,
    }),
  ),
];

/** — 1 —, odd pages one character from the right, even ones from the left. */
const footer = (alignment: "left" | "right") =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { [alignment]: sizes.number * 20 },
        children: [
          new TextRun({
            children: ["— ", PageNumber.CURRENT, " —"],
            size: sizes.number * 2,
            font: {
              ascii: fonts.number.name,
              hAnsi: fonts.number.name,
              eastAsia: fonts.number.name,
            },
          }),
        ],
      }),
    ],
  });

/** Names the fonts of the rules; whoever lacks one gets its kin instead of anything. */
const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.values(
  fonts,
)
  .map(
    ({ name, instead }) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join("")}</w:fonts>`;

/** The brief as an official document (GB/T 9704) that can still be edited. */
export function briefDocx(brief: Brief): Promise<Buffer> {
  const document = new Document({
    creator: brief.issuer,
    title: `${brief.head} ${brief.number}`,
    description: brief.title,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: {
            size: sizes.body * 2,
            font: { ascii: latin, hAnsi: latin, eastAsia: fonts.body.name },
            language: { value: "zh-CN", eastAsia: "zh-CN" },
          },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(page.width), height: twips(page.height) },
            margin: {
              top: twips(page.top),
              left: twips(page.left),
              right: twips(page.right),
              bottom: twips(page.bottom),
              footer: twips(page.bottom - page.numberBelow - 5),
            },
          },
        },
        footers: { default: footer("right"), even: footer("left") },
        children: [...headOf(brief), ...brief.blocks.flatMap(bodyOf), ...signatureOf(brief)],
      },
    ],
  });
  return Packer.toBuffer(document, undefined, [{ path: "word/fontTable.xml", data: fontTable }]);
}
