import { keyOf, plotId, type PlotId } from "@gezhi/contract/ids.ts";
import type {
  ChangePlot,
  DrawPlot,
  PlotGeometry,
  PlotVersion,
  RestorePlot,
} from "@gezhi/contract/plots.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { lockKey, write, type Scope, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { findIncident } from "../incidents/incident-queries.ts";
import { announce } from "../live/live-commands.ts";
import { checkArea } from "../units/area-rules.ts";
import { mayChange } from "./plot-presentation.ts";
import {
  countPlots,
  findVersion,
  insertPlot,
  insertVersion,
  lockPlot,
  setPlot,
  type OwnerType,
  type PlotRow,
} from "./plot-queries.ts";
import { boundsOf, drawsAtAll, drawsOn, drawsUnder, plotScope, pointsOf } from "./plot-rules.ts";

const mostOfOwner = 300;

const refused = () =>
  forbidden("您的岗位不能在这里标绘；请由事件的办理方，或该单位及其上级的指挥中心标绘");

/** With six decimals, areas in a fixed sense of turning; refused where it crosses itself or lies outside the city. */
function settled({ units }: Context, geometry: PlotGeometry): PlotGeometry {
  if (!pointsOf(geometry).some(([lon, lat]) => units.locate(lon, lat) !== undefined))
    throw invalid("标绘不在本市范围内，请核对坐标（WGS-84）", [
      { path: "geometry", message: "没有一个点在本市范围内" },
    ]);
  if (geometry.type !== "Polygon") return geometry;
  const { area, faults } = checkArea(geometry);
  if (area?.type !== "Polygon")
    throw invalid(`这个面不能用：${faults.join("；")}`, [
      { path: "geometry", message: faults.join("；") },
    ]);
  return { type: "Polygon", coordinates: [area.coordinates[0] ?? []] };
}

type Owned = { district: string; unit: string; incident: string | null; parties: string[] };

/** Where it hangs, found under the viewer's own scope. */
async function ownerOf(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  owner: DrawPlot["owner"],
): Promise<Owned> {
  if (owner.type === "unit") {
    const { unit } = owner;
    if (!context.units.find(unit)) throw notFound("这个单位");
    if (unit.length < 6 || !drawsUnder(viewer, unit)) throw refused();
    return { district: unit.slice(0, 6), unit, incident: null, parties: [unit] };
  }
  const row = await findIncident(tx, keyOf(owner.incident));
  if (!row) throw notFound("这件事");
  const { district, id, unit, party_units, informed_units, open } = row;
  if (!open) throw conflict("这件事已经结束，不能再标绘");
  if (!drawsOn(viewer, { parties: party_units, unit, open })) throw refused();
  return { district, unit, incident: id, parties: [...party_units, ...informed_units] };
}

export async function drawPlot(
  context: Context,
  viewer: Viewer,
  { owner, kind, name, note, geometry: written }: DrawPlot,
): Promise<PlotId> {
  if (!drawsAtAll(viewer)) throw refused();
  const geometry = settled(context, written);
  const scope = owner.type === "unit" ? plotScope(viewer) : scopeOf(viewer);
  const text = owner.type === "unit" ? owner.unit : owner.incident;
  const id = await write(
    context.db,
    scope,
    async (tx) => {
      const owned = await ownerOf(tx, context, viewer, owner);
      const { district, unit, incident } = owned;
      const count = await countPlots(tx, incident === null ? { unit } : { district, incident });
      if (count >= mostOfOwner)
        throw conflict(`这里已有 ${mostOfOwner} 处标绘，请先删除不再需要的`);
      const at = new Date(context.now());
      const key = { district, id: v7() };
      const drawn = { kind, name, note, geometry: JSON.stringify(geometry) };
      await insertPlot(tx, {
        ...key,
        unit,
        incident,
        ...drawn,
        ...boundsOf(geometry),
        version: 1,
        drawn_by: viewer.name,
        drawn_at: at,
        changed_by: viewer.name,
        changed_at: at,
      });
      await insertVersion(tx, {
        district,
        plot: key.id,
        version: 1,
        act: "draw",
        ...drawn,
        account: viewer.account,
        by_name: viewer.name,
        at,
      });
      await tell(tx, viewer, plotId(key), "draw", 1, owned);
      return plotId(key);
    },
    { locks: [lockKey(`plots ${text}`)] },
  );
  context.hint();
  return id;
}

export const changePlot = (context: Context, viewer: Viewer, id: PlotId, change: ChangePlot) => {
  const { version, kind, name, note } = change;
  const geometry = settled(context, change.geometry);
  return nextVersion(context, viewer, id, version, (_, row) => {
    if (row.removed_at !== null) throw conflict("这处标绘已被删除，请先恢复");
    return { act: "change", kind, name, note, geometry };
  });
};

export const removePlot = (context: Context, viewer: Viewer, id: PlotId, version: number) =>
  nextVersion(context, viewer, id, version, (_, row) => {
    if (row.removed_at !== null) throw conflict("这处标绘已经删除");
    const { kind, name, note, geometry } = row;
    return { act: "remove", kind, name, note, geometry };
  });

/** An earlier state comes back as a new version: what lay between stays on record, and can be had back as well. */
export const restorePlot = (
  context: Context,
  viewer: Viewer,
  id: PlotId,
  { version, to }: RestorePlot,
) =>
  nextVersion(context, viewer, id, version, async (tx, row) => {
    const earlier = await findVersion(tx, row, to);
    if (!earlier) throw notFound(`第 ${to} 版`);
    const { kind, name, note, geometry } = earlier;
    return { act: "restore", kind, name, note, geometry };
  });

type Next = Pick<PlotVersion, "act" | "kind" | "name" | "note" | "geometry">;
type Decide = (tx: Tx, row: PlotRow) => Next | Promise<Next>;

async function nextVersion(
  context: Context,
  viewer: Viewer,
  id: PlotId,
  seen: number,
  decide: Decide,
): Promise<void> {
  const work = (type: OwnerType) => async (tx: Tx) => {
    const row = await lockPlot(tx, keyOf(id), type);
    if (!row) return false;
    if (!mayChange(viewer, row))
      throw row.open === false ? conflict("这件事已经结束，标绘不能再改") : refused();
    if (row.version !== seen)
      throw conflict(
        `这处标绘刚被 ${row.changed_by} 改过（第 ${row.version} 版），您看到的是第 ${seen} 版；请按最新的再改`,
      );
    await putVersion(tx, context, viewer, row, await decide(tx, row));
    return true;
  };
  const scopes: [OwnerType, Scope][] = [
    ["unit", plotScope(viewer)],
    ["incident", scopeOf(viewer)],
  ];
  for (const [type, scope] of scopes)
    if (await write(context.db, scope, work(type))) {
      context.hint();
      return;
    }
  throw notFound("这处标绘");
}

async function putVersion(
  tx: Tx,
  context: Context,
  viewer: Viewer,
  row: PlotRow,
  { act, kind, name, note, geometry }: Next,
): Promise<void> {
  const at = new Date(context.now());
  const version = row.version + 1;
  const drawn = { kind, name, note, geometry: JSON.stringify(geometry) };
  await setPlot(tx, row, {
    ...drawn,
    ...boundsOf(geometry),
    version,
    changed_by: viewer.name,
    changed_at: at,
    removed_at: act === "remove" ? at : null,
  });
  await insertVersion(tx, {
    district: row.district,
    plot: row.id,
    version,
    act,
    ...drawn,
    account: viewer.account,
    by_name: viewer.name,
    at,
  });
  const incident =
    row.incident === null
      ? undefined
      : await findIncident(tx, { district: row.district, id: row.incident });
  const parties = incident ? [...incident.party_units, ...incident.informed_units] : [row.unit];
  await tell(tx, viewer, plotId(row), act, version, { ...row, parties });
}

async function tell(
  tx: Tx,
  viewer: Viewer,
  id: PlotId,
  act: PlotVersion["act"],
  version: number,
  { district, unit, parties }: Pick<Owned, "district" | "unit" | "parties">,
): Promise<void> {
  const town = ancestorAt(unit, "town") ?? null;
  await announce(tx, [{ kind: "plot", subject: id, act, town, parties }]);
  await recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `plot.${act}`,
    subject: id,
    detail: { version },
    district,
    unit,
  });
}
