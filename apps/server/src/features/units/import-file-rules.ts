export type ImportFile = "csv" | "geojson";
export type ImportProblem = { file: ImportFile; line: number; message: string };

/** Text of an upload; a file that is not UTF-8 is a problem on the line where that shows. */
export function decodeText(
  bytes: Uint8Array,
  file: ImportFile,
): { text: string; problems: ImportProblem[] } {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return {
      text: "",
      problems: [{ file, line: 1, message: "文件是 UTF-16 编码，请另存为 UTF-8 后再导入" }],
    };
  const body = first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
  const problems: ImportProblem[] = [];
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: strict.decode(body), problems };
  } catch {
    let line = 1;
    for (let start = 0; start <= body.length; line += 1) {
      const end = body.indexOf(10, start);
      const part = body.subarray(start, end === -1 ? body.length : end);
      if (!decodes(part))
        problems.push({
          file,
          line,
          message: "这一行不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 后再导入",
        });
      if (end === -1) break;
      start = end + 1;
    }
    return { text: "", problems };
  }
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Roughly around the city: what lies far outside is a slip, and swapped when it fits the other way round. */
export type Surroundings = { west: number; south: number; east: number; north: number };

const fits = ({ west, south, east, north }: Surroundings, lon: number, lat: number): boolean =>
  lon >= west && lon <= east && lat >= south && lat <= north;

export function placeFault(around: Surroundings, lon: number, lat: number): string | undefined {
  if (fits(around, lon, lat)) return undefined;
  if (fits(around, lat, lon)) return "经度和纬度写反了";
  return `坐标 ${lon},${lat} 不在本市范围内`;
}
