import type { Department, Post } from "@gezhi/contract/configuration.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";

type Sources = Pick<Context, "units" | "configuration">;

/** The posts a town has now: its own list, else its district's, else the city's. */
export const postsAt = ({ configuration }: Sources, unit: string): readonly Post[] =>
  configuration.current("posts", unit).content.posts;

export const departmentsAt = ({ configuration }: Sources, unit: string): readonly Department[] =>
  configuration.current("departments", unit).content.departments;

export const postName = (sources: Sources, unit: string, code: string): string =>
  postsAt(sources, unit).find((post) => post.code === code)?.name ?? code;

export const departmentName = (sources: Sources, unit: string, code: string): string =>
  departmentsAt(sources, unit).find((department) => department.code === code)?.name ?? code;

/** 捍卫路社区第一网格: a grid's own name says nothing without its community. */
export function placeName({ units }: Pick<Sources, "units">, unit: string): string {
  const village = unit.length > 12 ? ancestorAt(unit, "village") : undefined;
  return village ? units.name(village) + units.name(unit) : units.name(unit);
}

/** In words for people: 七星岗街道消防管理岗, 区城市管理局, 捍卫路社区第一网格, 涂山镇基层治理指挥中心. */
export function handlerName(sources: Sources, handler: string): string {
  const [unit = "", part] = handler.split("/");
  const place = placeName(sources, unit);
  if (!part)
    return unit.length === 9
      ? `${place}基层治理指挥中心`
      : unit.length === 6
        ? `${place}治理中心`
        : place;
  if (!/^D\d/.test(part)) return `${place}${postName(sources, unit, part)}`;
  const department = departmentName(sources, unit, part);
  return unit.length === 6 ? department : `${department}驻${place}`;
}
