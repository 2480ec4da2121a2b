/** A sign with one character: what is on the map and is no matter. Colour says the group, the character what it is. */
export type Badge = { colour: string; sign: string };

export const badgeShapes = {
  place: "M6 2H16a4 4 0 0 1 4 4V16a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Z",
  plot: "M11 1L20 6V16L11 21L2 16V6Z",
} as const;
export type BadgeShape = keyof typeof badgeShapes;

export function BadgeSign({ shape, colour, sign }: Badge & { shape: BadgeShape }) {
  return (
    <svg className="map-sign" viewBox="0 0 22 22" width="18" height="18" aria-hidden>
      <path d={badgeShapes[shape]} fill={colour} stroke="#ffffff" strokeWidth="1" />
      <text x="11" y="15" fill="#ffffff" fontSize="11.5" fontWeight="600" textAnchor="middle">
        {sign}
      </text>
    </svg>
  );
}
