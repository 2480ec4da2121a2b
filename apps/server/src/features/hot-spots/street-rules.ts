const above = /^.*(?:市|区|县|街道|镇|乡|村|社区)(?=.*(?:大道|路|街(?!道)|巷))/u;
const road = /\p{Script=Han}{1,8}?(?:大道|路|街|巷)(?!道|区)/u;

/** The road that an address names, without the units before it: 重庆市荣昌区昌州街道昌龙大道12号 → 昌龙大道. Empty: none. */
export function streetOf(address: string): string {
  const found = road.exec(address.replace(above, "")) ?? road.exec(address);
  const name = found?.[0] ?? "";
  return name.length > 1 ? name : "";
}

/** What all of the codes begin with, as a unit: a town, a district or the city. */
export function commonUnit(units: readonly string[]): string {
  const [first = "", ...others] = units;
  const length = [9, 6, 2].find(
    (digits) =>
      first.length >= digits && others.every((one) => one.startsWith(first.slice(0, digits))),
  );
  return first.slice(0, length ?? 2);
}
