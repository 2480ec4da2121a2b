import type { Reveal } from "@gezhi/contract/identity.ts";
import { incidentId, keyOf } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { forbidden, notFound } from "../../platform/problems.ts";
import { noteUse } from "../approvals/access-queries.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { findRevealTarget } from "./reveal-queries.ts";
import { revealProblem } from "./reveal-rules.ts";
import { countReveal } from "./sign-in-commands.ts";
import { grantOn, scopeOf, type Viewer } from "./viewer.ts";

/** The entry is committed before the value leaves: nothing is shown that is not on record. */
export async function reveal(
  context: Context,
  viewer: Viewer,
  { report, field, reason }: Reveal,
): Promise<string> {
  const { db, secrets } = context;
  const key = keyOf(report);
  const target = await read(db, scopeOf(viewer), (tx) => findRevealTarget(tx, key));
  if (!target) throw notFound("这条报事");
  const problem = revealProblem(viewer, target);
  if (problem) throw forbidden(problem);
  const sealed = field === "phone" ? target.reporter_phone_enc : target.reporter_name_enc;
  if (!sealed)
    throw notFound(field === "phone" ? "报事人的电话，对方没有留下" : "报事人的姓名，对方没有留下");
  await countReveal(context, viewer);
  const grant = grantOn(viewer, target.incident, "persons");
  await write(db, "system", async (tx) => {
    if (grant) await noteUse(tx, grant.id, new Date(context.now()));
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: `reveal.${field}`,
      subject: report,
      reason,
      detail: {
        incident: incidentId({ district: key.district, id: target.incident }),
        number: target.number,
        ...(grant ? { access: grant.id } : {}),
      },
      district: key.district,
      unit: target.unit,
    });
  });
  return secrets.open(sealed);
}
