import type { Force, GridForce, HandlerTarget, PostView } from "@gezhi/contract/organisation.ts";
import { ancestorAt, levelOf, UnitCode } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { byTurn, rolesOf } from "./handler-rules.ts";
import {
  countLoads,
  holdersAround,
  holdersOfRoles,
  holdersWithin,
  type HolderRow,
} from "./organisation-queries.ts";
import { presentHolder } from "./person-presentation.ts";
import { departmentsAt, handlerName, postsAt } from "./post-directory.ts";
import { choosesHandlers, knowsStaff, mayCallStaff } from "./staff-rules.ts";

const outside = () => forbidden("该单位不在您的工作范围内，不能查看其人员");

/** Whom work of this town can be given to, with who is there and how much they have. Loads count everybody's orders. */
export async function handlersFor(
  context: Context,
  viewer: Viewer,
  town: string,
): Promise<HandlerTarget[]> {
  const place = unitAt(context, town, ["town"]);
  if (!choosesHandlers(viewer.appointments, town)) throw outside();
  const district = ancestorAt(town, "district")!;
  const posts = postsAt(context, town);
  const departments = departmentsAt(context, district).filter(({ kind }) => kind !== "perCase");
  const otherTowns = context.units.children(district).filter(({ code }) => code !== town);
  const villages = context.units.children(town);
  const grids = villages.flatMap(({ code }) => context.units.children(code));
  const at = new Date(context.now());
  const staff = await holdersAround(
    context.db,
    town,
    otherTowns.map(({ code }) => code),
    at,
  );
  const liaisons = [
    ...new Set(
      staff.flatMap(({ role, department }) =>
        role === "liaison" && department ? [department] : [],
      ),
    ),
  ];
  const targets: Pick<HandlerTarget, "handler" | "kind" | "section">[] = [
    ...posts.map(({ code, section }) => ({
      handler: `${town}/${code}`,
      kind: "post" as const,
      section,
    })),
    ...liaisons.map((code) => ({
      handler: `${town}/${code}`,
      kind: "liaison" as const,
      section: null,
    })),
    ...departments.map(({ code }) => ({
      handler: `${district}/${code}`,
      kind: "department" as const,
      section: null,
    })),
    ...villages.map(({ code }) => ({ handler: code, kind: "village" as const, section: null })),
    ...grids.map(({ code }) => ({ handler: code, kind: "grid" as const, section: null })),
    ...otherTowns.map(({ code }) => ({ handler: code, kind: "town" as const, section: null })),
  ];
  const loads = await loadsOf(
    context,
    targets.map(({ handler }) => handler),
  );
  const byHandler = Map.groupBy(
    staff.flatMap((row) => handlersHeld(row).map((handler) => ({ handler, row }))),
    ({ handler }) => handler,
  );
  const phones = mayCallStaff(viewer.appointments, place.code);
  return targets.map((target) => ({
    ...target,
    name: handlerName(context, target.handler),
    holders: (byHandler.get(target.handler) ?? [])
      .map(({ row }) => row)
      .toSorted(byTurn(rolesOf(target.handler)))
      .map((row) => presentHolder(context, row, phones)),
    load: loads.get(target.handler) ?? 0,
  }));
}

/** The posts of a town with who holds them now and who of those can be reached. */
export async function postsFor(
  context: Context,
  viewer: Viewer,
  town: string,
): Promise<PostView[]> {
  unitAt(context, town, ["town"]);
  if (!knowsStaff(viewer.appointments, town)) throw outside();
  const rows = await holdersOfRoles(context.db, town, ["postHolder"], new Date(context.now()));
  const posts = postsAt(context, town);
  const loads = await loadsOf(
    context,
    posts.map(({ code }) => `${town}/${code}`),
  );
  const phones = mayCallStaff(viewer.appointments, town);
  return posts.map(({ code, name, section, onDuty24h }) => {
    const holders = rows
      .filter(({ post }) => post === code)
      .toSorted(byTurn(["postHolder"]))
      .map((row) => presentHolder(context, row, phones));
    return {
      code,
      name,
      section,
      onDuty24h,
      holders,
      vacant: !holders.some(({ available }) => available),
      load: loads.get(`${town}/${code}`) ?? 0,
    };
  });
}

/** The 1+3+N of a grid, or of every grid of a community; a grid without head or full-time worker is flagged (R41). */
export async function forceFor(context: Context, viewer: Viewer, unit: string): Promise<Force> {
  const place = unitAt(context, unit, ["grid", "village"]);
  if (!knowsStaff(viewer.appointments, unit)) throw outside();
  const at = new Date(context.now());
  const staff = await holdersWithin(context.db, unit, at);
  const grids = levelOf(unit) === "grid" ? [place] : context.units.children(unit);
  const phones = mayCallStaff(viewer.appointments, unit);
  const show = (rows: readonly HolderRow[]) =>
    rows.map((row) => presentHolder(context, row, phones));
  return {
    unit: UnitCode.parse(unit),
    name: place.shortName,
    secretaries: show(
      staff.filter((row) => row.unit === unit && row.role === "communitySecretary"),
    ),
    grids: grids.map((grid): GridForce => {
      const here = Map.groupBy(
        staff.filter((row) => row.unit.startsWith(grid.code)),
        ({ role }) => role,
      );
      const { gridHead, gridWorker, partTimeGridWorker, gridGuide, ...others } = Object.fromEntries(
        here,
      ) as Partial<Record<HolderRow["role"], HolderRow[]>>;
      const heads = show(gridHead ?? []);
      const workers = show(gridWorker ?? []);
      return {
        grid: UnitCode.parse(grid.code),
        name: grid.shortName,
        heads,
        workers,
        partTimers: show(partTimeGridWorker ?? []),
        guides: show(gridGuide ?? []),
        supporters: show(Object.values(others).flat()),
        missing: [
          ...(heads.length ? [] : ["gridHead" as const]),
          ...(workers.length ? [] : ["gridWorker" as const]),
        ],
      };
    }),
  };
}

/** The handlers a row of staff acts for. */
export function handlersHeld({ unit, role, post, department }: HolderRow): string[] {
  const handler = post ? `${unit}/${post}` : department ? `${unit}/${department}` : unit;
  return rolesOf(handler).includes(role) ? [handler] : [];
}

const loadsOf = (context: Context, handlers: readonly string[]) =>
  read(context.db, "system", (tx) => countLoads(tx, handlers));

function unitAt(context: Context, code: string, levels: readonly ReturnType<typeof levelOf>[]) {
  const unit = context.units.find(code);
  if (!unit) throw notFound("这个单位");
  if (!levels.includes(unit.level)) throw invalid("该单位的层级不适用，请选择正确的单位");
  return unit;
}
