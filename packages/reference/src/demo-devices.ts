import type { Unit } from "./city-model.ts";
import { demoUnits } from "./demo.ts";
import { deriveDemoPlaces } from "./demo-places.ts";
import { inventedName, inventedPhone } from "./demo-names.ts";
import { seededRandom } from "./seeded-random.ts";
import { sensors } from "./load-reference.ts";

export type DemoDevice = {
  code: string;
  name: string;
  profile: string;
  /** A grid of a demo town. */
  unit: string;
  lon: number;
  lat: number;
  place: string;
  gateway: string | null;
  person: { name: string; age: number; familyName: string; familyPhone: string } | null;
};

type Placed = Pick<Unit, "code"> & { lon: number; lat: number };

/** What each demo town has, and what it stands on or in; `+` is the first high-rise among its places, where it then stands. */
const equipment: readonly (readonly [profile: string, place: string])[] = [
  ["GW01", "街道机房网关"],
  ["SE01", "养老服务中心配电间"],
  ["SE01", "老旧小区 3 号楼配电箱"],
  ["SE04", "养老服务中心二楼"],
  ["SE04", "沿街商铺阁楼"],
  ["SE05", "农贸市场库房"],
  ["SE06", "小区 5 栋厨房"],
  ["SE08", "公厕化粪池"],
  ["SE11", "+ 地下一层消防管网"],
  ["SE12", "下穿隧道低洼处"],
  ["SE13", "江边水位站"],
  ["SE19", "滑坡隐患点裂缝"],
  ["SE27", "主干道污水井盖"],
  ["SE27", "背街小巷雨水井盖"],
  ["SE29", "农贸市场旁垃圾桶"],
  ["SE31", "+ 1 号电梯"],
  ["SE33", "独居老人手环"],
  ["SE33", "空巢老人手环"],
  ["SE36", "独居老人床头呼救按钮"],
  ["VA05", "小区消防通道摄像机"],
  ["VA02", "广场摄像机"],
  ["AC01", "和平花园 1 号楼单元门"],
  ["VA04", "高层住宅 5 号楼仰拍摄像机"],
];

/** Devices of the demo towns, the same from the same city. Their people are invented. */
export function deriveDemoDevices(
  grids: readonly Placed[],
  towns: readonly string[] = demoUnits,
): DemoDevice[] {
  const names = new Map(sensors.map(({ code, name }) => [code, name]));
  let serial = 0;
  return towns.flatMap((town) => {
    const own = grids.filter(({ code }) => code.startsWith(town));
    const random = seededRandom(`devices ${town}`);
    if (own.length === 0) throw new Error(`The city has no grids in the demo town ${town}.`);
    const house = deriveDemoPlaces(own, [town]).find(({ kind }) => kind === "highRise")!;
    const numbers = new Map<string, number>();
    return equipment.map(([profile, place]): DemoDevice => {
      const drawn = own[Math.floor(random() * own.length)]!;
      const grid = place.startsWith("+") ? { code: house.unit, ...house.points[0]! } : drawn;
      const number = (numbers.get(profile) ?? 0) + 1;
      numbers.set(profile, number);
      const person = profile === "SE33" || profile === "SE36";
      serial += 1;
      return {
        code: `${profile}-${town}-${String(number).padStart(2, "0")}`,
        name: names.get(profile) ?? "物联网关",
        profile,
        unit: grid.code,
        lon: grid.lon,
        lat: grid.lat,
        place: place.replace("+", house.name),
        gateway: profile === "GW01" ? null : gatewayOf(town),
        person: person
          ? {
              name: inventedName(20_000 + serial),
              age: 66 + Math.floor(random() * 25),
              familyName: inventedName(30_000 + serial),
              familyPhone: inventedPhone(9000 + (serial % 1000)),
            }
          : null,
      };
    });
  });
}

/** Every device of a demo town speaks through it too, so that one connection carries a town. */
const gatewayOf = (town: string): string => `GW01-${town}-01`;

/** Simulated devices all sign in with one, and answer in demo mode only. */
export const demoDevicePassword = (code: string): string => `demo-${code}`;
