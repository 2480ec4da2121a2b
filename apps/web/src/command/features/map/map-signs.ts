/** Colour says the urgency, and so does the sign in it; the shape says what it is. */
const tones = {
  red: { ground: "#c8102e", ink: "#ffffff", sign: "!!", rim: "#ffffff" },
  orange: { ground: "#fa8c16", ink: "#2b1600", sign: "!", rim: "#ffffff" },
  yellow: { ground: "#ffe066", ink: "#2b2300", sign: "•", rim: "#8a7400" },
  blue: { ground: "#cfe0ff", ink: "#002d80", sign: "i", rim: "#5a7fc4" },
  online: { ground: "#2f7d13", ink: "#ffffff", sign: "", rim: "#ffffff" },
  late: { ground: "#ffffff", ink: "#4b515c", sign: "–", rim: "#4b515c" },
  silent: { ground: "#ffffff", ink: "#4b515c", sign: "?", rim: "#4b515c" },
  duty: { ground: "#0958d9", ink: "#ffffff", sign: "", rim: "#ffffff" },
  incident: { ground: "#8a3b00", ink: "#ffffff", sign: "", rim: "#ffffff" },
  offline: { ground: "#4b515c", ink: "#ffffff", sign: "×", rim: "#ffffff" },
} as const;
export type Tone = keyof typeof tones;
export const allTones = Object.keys(tones) as Tone[];

const isTone = (worst: string): worst is Tone => worst in tones;
export const toneOf = (worst: string) => tones[isTone(worst) ? worst : "offline"];

/** A disc is an incident, a lozenge an alarm, a square a device, head and shoulders a person; in a box of 22. */
export const shapeOf = {
  incident: "M11 2a9 9 0 1 0 0 18a9 9 0 1 0 0 -18Z",
  alarm: "M11 1L21 11L11 21L1 11Z",
  device: "M4 4H18V18H4Z",
  person:
    "M11 1.5A4.7 4.7 0 0 1 13.4 10.3C17.6 11.2 20 14.4 20 20.5H2C2 14.4 4.4 11.2 8.6 10.3A4.7 4.7 0 0 1 11 1.5Z",
} as const;
export const kinds = Object.keys(shapeOf) as (keyof typeof shapeOf)[];
