import type { PlaceKind } from "@gezhi/contract/places.ts";
import type { Unit } from "./city-model.ts";
import { demoUnits } from "./demo.ts";
import { inventedName, inventedPhone } from "./demo-names.ts";
import { seededRandom } from "./seeded-random.ts";

export type DemoPlace = {
  code: string;
  kind: PlaceKind;
  name: string;
  tags: string[];
  /** A grid of a demo town. */
  unit: string;
  points: { lon: number; lat: number }[];
  contact: { name: string; phone: string } | null;
};

type Placed = Pick<Unit, "code"> & { lon: number; lat: number };

/** What each demo town has; `+` stands for an invented word, so that no name is that of a real place. */
const stock: readonly (readonly [kind: PlaceKind, name: string, tags: readonly string[]])[] = [
  ["school", "+小学", ["上下学人流"]],
  ["school", "+中学", ["上下学人流"]],
  ["kindergarten", "+幼儿园", ["上下学人流"]],
  ["hospital", "+社区卫生服务中心", []],
  ["elderlyHome", "+养老服务中心", ["行动不便人员"]],
  ["shopping", "+广场商业中心", ["节假日人流"]],
  ["market", "+农贸市场", ["早市"]],
  ["station", "+客运站", ["节假日人流"]],
  ["scenicSpot", "+观景平台", ["临江", "节假日人流"]],
  ["highRise", "+大厦", ["高层", "老旧电梯", "26层"]],
  ["highRise", "+公寓", ["高层"]],
  ["construction", "+片区改造工地", ["深基坑"]],
  ["petrolStation", "+加油站", ["易燃"]],
  ["chemicalSite", "+气体充装点", ["易燃"]],
  ["geologicalHazard", "+坡危岩监测点", ["临崖"]],
  ["reservoir", "+水库", ["林区旁", "取水点"]],
  ["pond", "+山坪塘", ["林区旁", "取水点"]],
  ["hydrant", "+路消火栓一号", ["取水点"]],
  ["hydrant", "+路消火栓二号", ["取水点"]],
  ["powerLine", "+110千伏线路", ["高压", "林区旁"]],
  ["shelter", "+应急避难场所", []],
  ["supplies", "+应急物资点", []],
];
const words = [
  "云栖",
  "澄湾",
  "禾风",
  "望岚",
  "青砚",
  "鹿鸣",
  "素屿",
  "映川",
  "拾光",
  "知野",
  "朗汀",
  "听松",
];
const answers: readonly PlaceKind[] = ["hydrant", "pond", "powerLine", "geologicalHazard"];

/** Key places of the demo towns, the same from the same city. Names and people are invented. */
export function deriveDemoPlaces(
  grids: readonly Placed[],
  towns: readonly string[] = demoUnits,
): DemoPlace[] {
  let serial = 0;
  return towns.flatMap((town) => {
    const own = grids.filter(({ code }) => code.startsWith(town));
    if (own.length === 0) throw new Error(`The city has no grids in the demo town ${town}.`);
    const random = seededRandom(`places ${town}`);
    return stock.map(([kind, name, tags], at): DemoPlace => {
      const index = Math.floor(random() * own.length);
      const grid = own[index]!;
      const word = words[Math.floor(random() * words.length)]!;
      serial += 1;
      const next = own[(index + 1) % own.length]!;
      const isLine = kind === "powerLine";
      return {
        code: `ZD-${town}-${String(at + 1).padStart(2, "0")}`,
        kind,
        name: name.replace("+", word),
        tags: [...tags],
        // A line stands with its middle point.
        unit: isLine ? next.code : grid.code,
        points: (isLine ? [grid, next] : [grid]).map(({ lon, lat }) => ({ lon, lat })),
        contact: answers.includes(kind)
          ? null
          : { name: inventedName(40_000 + serial), phone: inventedPhone(8000 + (serial % 1000)) },
      };
    });
  });
}
