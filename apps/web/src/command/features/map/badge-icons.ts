import type { Map as Surface } from "maplibre-gl";
import { badgeShapes, type Badge, type BadgeShape } from "./map-badges.tsx";
import { font } from "./map-font.ts";
import { placeBadges } from "../places/place-signs.ts";
import { plotSigns } from "../plots/plot-signs.ts";

const size = 22;
const ratio = 2;

function draw(shape: BadgeShape, { colour, sign }: Badge): ImageData | undefined {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * ratio;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  const outline = new Path2D(badgeShapes[shape]);
  pen.scale(ratio, ratio);
  pen.fillStyle = colour;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, no array
  pen.fill(outline);
  pen.lineWidth = 1.2;
  pen.strokeStyle = "#ffffff";
  pen.stroke(outline);
  pen.fillStyle = "#ffffff";
  pen.font = `600 12px "${font}", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(sign, size / 2, size / 2 + 0.5);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export function addBadges(surface: Surface): void {
  const all: [BadgeShape, Record<string, Badge>][] = [
    ["place", placeBadges],
    ["plot", plotSigns],
  ];
  for (const [shape, badges] of all)
    for (const [kind, badge] of Object.entries(badges)) {
      const image = draw(shape, badge);
      if (image) surface.addImage(`${shape}-${kind}`, image, { pixelRatio: ratio });
    }
}
