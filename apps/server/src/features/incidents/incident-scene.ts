import { keyOf } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { civilDateAt } from "../../platform/civil-date.ts";
import { notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { partsOf } from "../organisation/handler-rules.ts";
import { departmentsAt, handlerName, postsAt } from "../organisation/post-directory.ts";
import { checkPushDown } from "../routing/push-down-rules.ts";
import type { Scene } from "./case-rules.ts";
import { type Actor, factsOf } from "./incident-facts.ts";
import type { ActInput } from "./incident-state-rules.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import type { Case } from "./incident-tables.ts";
import { isWithDistrict, leadTown } from "./standing-rules.ts";

/** The name in the timeline; a reporter's is never written there. */
export const actorName = (actor: Actor): string =>
  actor.kind === "staff" ? actor.viewer.name : actor.kind === "reporter" ? "报告人" : "系统";

/** Everything an act on this case may look up. */
export function sceneOf(
  context: Context,
  actor: Actor,
  now: Case,
  input: ActInput,
  at: Date,
): Scene {
  const { configuration, units } = context;
  const { incident } = now;
  return {
    at,
    actor,
    by: { account: actor.kind === "staff" ? actor.viewer.account : null, name: actorName(actor) },
    order: "workOrder" in input ? named(now.orders, input.workOrder, "工单") : undefined,
    request: "request" in input ? named(now.requests, input.request, "申请") : undefined,
    limits: configuration.current("limits", incident.unit).content,
    names: {
      handler: (handler) => handlerName(context, handler),
      unit: (code) => units.name(code),
    },
    stands: (unit) => stands(context, unit),
    category: (code) => configuration.category(code, incident.unit),
    locate: ({ lon, lat }) => units.locate(lon, lat),
    dispatchProblem: (handler, { text, listItem }) => {
      const stranger = strangerProblem(context, now, handler);
      if (stranger) return stranger;
      const verdict = checkPushDown(
        configuration.current("lists", incident.unit).content,
        handler,
        text,
        listItem,
      );
      return verdict.allowed ? null : verdict.reason;
    },
    newId: () => v7(),
  };
}

function stands({ units, now }: Context, unit: string): boolean {
  const found = units.find(unit);
  return found !== undefined && (found.validTo === null || found.validTo > civilDateAt(now()));
}

function named<R extends { district: string; id: string }>(
  rows: readonly R[],
  id: string,
  thing: string,
): R {
  const key = keyOf(id);
  const row = rows.find((one) => one.district === key.district && one.id === key.id);
  if (!row) throw notFound(thing);
  return row;
}

/** A centre dispatches to its own posts, liaison offices, communities and grids and to its district's departments; the district to all of these. */
function strangerProblem(context: Context, now: Case, handler: string): string | null {
  const facts = factsOf(now);
  const { unit, post, department } = partsOf(handler);
  const name = handlerName(context, handler);
  if (!stands(context, unit)) return `没有可派遣的单位 ${handler}，请重新选择`;
  const lead = leadTown(facts);
  // A town of another district that took the matter over dispatches at home.
  const districts = [facts.district, ...(lead ? [lead.slice(0, facts.district.length)] : [])];
  if (!districts.some((district) => unit.startsWith(district)))
    return `${name}不在本区县，请用跨镇街协同或移交`;
  if (department) {
    const ofDistrict = districts.includes(unit);
    const known =
      (ofDistrict || levelOf(unit) === "town") &&
      departmentsAt(context, unit).some(({ code }) => code === department);
    if (!known) return `没有这个部门 ${handler}，请重新选择`;
    // A department's office in a town is the town's to ask, like its posts.
    if (ofDistrict) return null;
  }
  if (post && !postsAt(context, unit).some(({ code }) => code === post))
    return `${name}没有这个岗位，请重新选择`;
  if (isWithDistrict(facts)) return null;
  const towns = [facts.town, lead].flatMap((town) => town ?? []);
  return towns.some((town) => unit.startsWith(town))
    ? null
    : `${name}不归本镇街派遣，请用跨镇街协同或移交`;
}
