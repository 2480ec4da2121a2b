import type { Position } from "@gezhi/contract/units.ts";
import { z } from "zod";

const Place = z.object({ lon: z.number(), lat: z.number() });

/** What a report is made of before it is submitted. Photos are kept beside it, under the draft's key. */
export const DraftValues = z.object({
  text: z.string().default(""),
  category: z.object({ code: z.string(), name: z.string() }).nullable().default(null),
  /** `auto`: the photo's own position, else this device's. The others override it. */
  placeBy: z.enum(["auto", "device", "pin", "address"]).default("auto"),
  device: z.object({ position: Place, accuracyM: z.number() }).nullable().default(null),
  pin: Place.nullable().default(null),
  unit: z.string().nullable().default(null),
  address: z.string().default(""),
  follow: z.object({ id: z.string(), label: z.string() }).nullable().default(null),
  selfHandled: z.boolean().default(false),
  result: z.string().default(""),
  name: z.string().default(""),
  phone: z.string().default(""),
  phoneProof: z.string().nullable().default(null),
  /** When the first thing was written or photographed, epoch ms. */
  beganAt: z.number().nullable().default(null),
});
export type DraftValues = z.infer<typeof DraftValues>;

export const emptyDraft: DraftValues = DraftValues.parse({});

/** Photos that show how it was put right, when the grid did so itself. */
export const doneFilesOf = (draftKey: string): string => `${draftKey}#done`;

type Photographed = { place: Position | null; takenAt: number | null };
export type ChosenPlace = {
  position: Position;
  source: "exif" | "device" | "pin";
  accuracyM: number | null;
};

/** The position that goes with the report; undefined when only words say where. */
export function placeOf(
  { placeBy, device, pin }: DraftValues,
  files: readonly Photographed[],
): ChosenPlace | undefined {
  if (placeBy === "pin" && pin) return { position: pin, source: "pin", accuracyM: null };
  if (placeBy === "address") return undefined;
  const photo = files.find(({ place }) => place !== null)?.place;
  if (placeBy === "auto" && photo) return { position: photo, source: "exif", accuracyM: null };
  if (device) return { position: device.position, source: "device", accuracyM: device.accuracyM };
  return undefined;
}

/** The server believes a photo's own position before all else, so photos must lose it when the reporter says otherwise. */
export const overridesPhotos = ({ placeBy }: DraftValues): boolean => placeBy !== "auto";

/** What somebody else reported is not the reporter's to close. */
export const isSelfHandled = ({ selfHandled, follow }: DraftValues): boolean =>
  selfHandled && follow === null;

export type Missing = "content" | "result" | "place";

/** What still has to be said. A photo is never forced, nor is a position: words do. */
export function missingOf(
  values: DraftValues,
  files: readonly Photographed[],
  needsPlace: boolean,
): Missing[] {
  const said = values.text.trim() !== "" || files.length > 0 || values.category !== null;
  const placed =
    placeOf(values, files) !== undefined || values.address.trim() !== "" || values.unit !== null;
  return [
    ...(said ? [] : (["content"] as const)),
    ...(!placed && needsPlace && values.follow === null ? (["place"] as const) : []),
    ...(isSelfHandled(values) && values.result.trim() === "" ? (["result"] as const) : []),
  ];
}
