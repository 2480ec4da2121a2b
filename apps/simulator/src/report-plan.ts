import type { Position, Unit } from "@gezhi/contract/units.ts";
import type { Dice } from "./dice.ts";
import { categories, texts } from "./texts.ts";
import { demoTowns, Places, showcase } from "./world.ts";

/** A report before anybody was asked anything. */
export type PlannedReport = {
  /** When it is due, counted from the begin of the stream. */
  afterMs: number;
  clientId: string;
  grid: string;
  category: string;
  text: string;
  position: Position;
  /** A grid without a demo worker reports as whoever comes by. */
  worker: boolean;
  passerBy: "rider" | "resident";
  /** Seed of its picture. */
  picture: number | undefined;
  /** After so many steps its case lies where it is. */
  stop: number;
};

type Asked = {
  number: number;
  /** Reports a second. */
  rate: number;
  unit: string | undefined;
  grids: (unit: string) => Promise<readonly Unit[]>;
};

/** The `number`th report, from 0: the dice alone decide, and always throw as often, whatever a server answers. */
export async function planReport(
  dice: Dice,
  { number, rate, unit: within, grids }: Asked,
): Promise<PlannedReport> {
  const unit = within ?? dice.pick(dice.chance(0.5) ? showcase : demoTowns);
  const grid = dice.pick(await grids(unit));
  const category = dice.pick(categories);
  const text = dice.pick(texts[category] ?? [""]).replace("{n}", String(2 + dice.below(7)));
  const position = Places.near(grid, dice);
  const clientId = dice.uuid();
  const illustrated = dice.chance(0.35);
  const picture = dice.below(2 ** 32);
  return {
    afterMs: (number * 1000) / rate,
    clientId,
    grid: grid.code,
    category,
    text,
    position,
    worker: dice.chance(0.5),
    passerBy: dice.chance(0.2) ? "rider" : "resident",
    picture: illustrated ? picture : undefined,
    stop: dice.below(12),
  };
}
