import { IncidentId } from "@gezhi/contract/ids.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";
import type { KeptFile, ReportBody } from "../queue/queue-items.ts";
import { placeOf, type DraftValues } from "./draft-values.ts";

/** A draft as the API takes it. `now` in epoch ms stands for "seen" when nothing says better. */
export function reportBody(
  values: DraftValues,
  files: readonly Pick<KeptFile, "place" | "takenAt">[],
  source: ReportSource,
  now: number,
): ReportBody {
  const place = placeOf(values, files);
  const { text, category, address, unit, follow, name, phone, phoneProof } = values;
  const reporter = {
    ...(name.trim() ? { name: name.trim() } : {}),
    ...(phone.trim() ? { phone: phone.trim() } : {}),
    ...(phone.trim() && phoneProof ? { phoneProof } : {}),
  };
  return {
    source,
    text: text.trim(),
    address: address.trim(),
    positionSource: place?.source ?? (address.trim() ? "address" : unit ? "unit" : "none"),
    reporter,
    seenAt: new Date(seenAt(values, files, now)).toISOString(),
    ...(category ? { category: category.code } : {}),
    ...(place ? { position: place.position } : {}),
    ...(place && place.accuracyM !== null ? { positionAccuracyM: place.accuracyM } : {}),
    ...(unit ? { unit } : {}),
    ...(follow ? { follow: IncidentId.parse(follow.id) } : {}),
  };
}

/** The earliest photo of the last days, else when the report was begun. A photo found in the album proves no time. */
function seenAt(
  { beganAt }: DraftValues,
  files: readonly Pick<KeptFile, "takenAt">[],
  now: number,
): number {
  const began = beganAt ?? now;
  const recent = files.flatMap(({ takenAt }) =>
    takenAt !== null && takenAt <= now && began - takenAt < 86_400_000 ? [takenAt] : [],
  );
  return Math.min(began, ...recent);
}
