import type { Map as Surface } from "maplibre-gl";
import { allTones, kinds, shapeOf, toneOf, type Tone } from "./map-signs.ts";

const size = 22;
const ratio = 2;

function draw(kind: (typeof kinds)[number], tone: Tone): ImageData | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * ratio;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  const { ground, ink, sign, rim } = toneOf(tone);
  const shape = new Path2D(shapeOf[kind]);
  pen.scale(ratio, ratio);
  pen.fillStyle = ground;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, no array
  pen.fill(shape);
  pen.lineWidth = 1.5;
  pen.strokeStyle = rim;
  pen.stroke(shape);
  pen.fillStyle = ink;
  pen.font = "700 12px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(sign, size / 2, size / 2 + 0.5);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export const iconOf = (kind: (typeof kinds)[number], worst: string): string => `${kind}-${worst}`;

export function addIcons(surface: Surface): void {
  for (const kind of kinds)
    for (const tone of allTones) {
      const image = draw(kind, tone);
      if (image) surface.addImage(iconOf(kind, tone), image, { pixelRatio: ratio });
    }
}
