/** Never first in a line, never last (避头尾). */
const notFirst = new Set("，。、；：？！）》〉”’」』】〕…—％%,.;:?!)]}·");
const notLast = new Set("（《〈“‘「『【〔([{");

/** Words of Latin letters and digits stay whole; everything else may end a line. */
const pieces = /[\u0021-\u007e]+|./gu;

/**
 * Breaks a text into lines of at most `width`, the first shorter by `indent`. What may not begin a line takes the
 * character before it along; a word wider than a line is cut.
 */
export function linesOf(
  text: string,
  {
    width,
    indent = 0,
    widthOf,
  }: { width: number; indent?: number; widthOf: (text: string) => number },
): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = indent;
  const end = (): void => {
    const carried: string[] = [];
    while (line.length > 1 && notLast.has(line.at(-1)!)) carried.unshift(line.pop()!);
    lines.push(line.join("").trimEnd());
    line = carried;
    used = carried.reduce((sum, piece) => sum + widthOf(piece), 0);
  };
  for (const piece of (text.match(pieces) ?? []).flatMap((one) => cut(one, width, widthOf))) {
    const wide = widthOf(piece);
    if (used + wide > width && line.length > 0) {
      const last = notFirst.has(piece) && line.length > 1 ? line.pop() : undefined;
      end();
      if (last !== undefined) {
        line.push(last);
        used += widthOf(last);
      }
      if (piece === " " && line.length === 0) continue;
    }
    line.push(piece);
    used += wide;
  }
  if (line.length > 0 || lines.length === 0) lines.push(line.join("").trimEnd());
  return lines;
}

function cut(piece: string, width: number, widthOf: (text: string) => number): string[] {
  if (piece.length < 2 || widthOf(piece) <= width) return [piece];
  const parts: string[] = [];
  for (const letter of piece) {
    const last = parts.at(-1);
    if (last !== undefined && widthOf(last + letter) <= width)
      parts[parts.length - 1] = last + letter;
    else parts.push(letter);
  }
  return parts;
}
