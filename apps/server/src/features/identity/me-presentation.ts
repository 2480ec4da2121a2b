import type { Me } from "@gezhi/contract/identity.ts";
import { AccountId } from "@gezhi/contract/ids.ts";
import type { Context } from "../context.ts";
import { departmentName, placeName, postName } from "../organisation/post-directory.ts";
import { homeOf, screensOf } from "./role-screens.ts";
import type { Session } from "./session-store.ts";

export function presentMe(
  context: Context,
  { viewer, csrfToken, mustChangePassword, demo }: Session,
): Me {
  const screens = screensOf(viewer.appointments.map(({ role }) => role));
  return {
    account: AccountId.parse(viewer.account),
    username: viewer.username,
    name: viewer.name,
    mustChangePassword,
    demo,
    csrfToken,
    appointments: viewer.appointments.map((held) => ({
      ...held,
      unitName: placeName(context, held.unit),
      postName: held.post
        ? postName(context, held.unit, held.post)
        : held.department
          ? departmentName(context, held.unit, held.department)
          : null,
    })),
    screens,
    home: homeOf(screens),
  };
}
