import type { Key } from "@gezhi/contract/ids.ts";
import type { Selectable } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Timeline } from "../../platform/database/generated.ts";
import type { Detail } from "./timeline-rules.ts";

export type TimelineRow = Omit<Selectable<Timeline>, "detail"> & { detail: Detail };

/** Oldest first. */
export const findTimeline = (db: Db, { district, id }: Key): Promise<TimelineRow[]> =>
  db
    .selectFrom("timeline")
    .selectAll()
    .where("district", "=", district)
    .where("incident", "=", id)
    .orderBy("seq")
    .$castTo<TimelineRow>()
    .execute();
