import { incidentId, keyOf, alarmId } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { WayView } from "@gezhi/contract/ways.ts";
import { write } from "../../platform/database/scope.ts";
import { notFound } from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { countOpening, findWay, listOrdersOnWay } from "./way-queries.ts";
import { landmarkOf, workerState } from "./way-rules.ts";
import { isWayOpen, wayOpenMs, wayToken } from "./way-token-rules.ts";

/** One answer for a wrong link, an old one and one whose matter is over: a stranger learns nothing. */
const gone = () =>
  notFound("这个位置页面：链接可能不完整、已过期，或事件已经结束；请联系给您发送链接的指挥中心");

/** Where the outside party is to go and who is there; each look is counted, the first stands in the audit. */
export async function openWay(context: Context, call: string, token: string): Promise<WayView> {
  const key = keyOf(call);
  if (!sameText(token, wayToken(context, key))) throw gone();
  const at = new Date(context.now());
  return write(context.db, "system", async (tx) => {
    const way = await findWay(tx, key);
    const open =
      way &&
      isWayOpen(
        { at: way.at.getTime(), alarm: way.alarm_status, open: way.incident_open },
        at.getTime(),
      );
    if (!way || !open) throw gone();
    const orders = way.incident ? await listOrdersOnWay(tx, way.district, way.incident) : [];
    if (await countOpening(tx, key, at))
      await recordAudit(tx, {
        account: null,
        actor: "外部单位",
        act: "incident.openWay",
        subject: way.incident
          ? incidentId({ district: way.district, id: way.incident })
          : alarmId({ district: way.district, id: way.alarm_id }),
        detail: { party: way.party, number: way.number },
        district: way.district,
        unit: way.unit,
      });
    const position = way.lon === null || way.lat === null ? null : { lon: way.lon, lat: way.lat };
    const near = position && landmarkOf(context.keyPlaces.near(position, at.getTime()));
    return {
      number: way.number,
      party: way.party,
      what: way.rule_name,
      level: way.level,
      address: way.address,
      place: way.device_place || way.alarm_place,
      area: context.units
        .path(UnitCode.parse(way.unit))
        .slice(1)
        .map(({ name }) => name)
        .join(""),
      landmark: near ? { name: near.name, metres: Math.round(near.metres) } : null,
      position,
      worker: workerState(orders),
      expiresAt: new Date(way.at.getTime() + wayOpenMs).toISOString(),
      simulated: way.simulated,
    };
  });
}
