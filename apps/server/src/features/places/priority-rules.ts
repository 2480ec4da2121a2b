import type { Limits, PriorityObject } from "@gezhi/contract/configuration.ts";
import type { PlaceKind } from "@gezhi/contract/places.ts";
import { usualPriority } from "@gezhi/contract/priority.ts";

/** A key place that stands at the time, and how far it is. */
export type NearPlace = {
  name: string;
  kind: PlaceKind;
  tags: readonly string[];
  metres: number;
};
export type NearPriority = Pick<PriorityObject, "points" | "highest"> & {
  place: string;
  because: string;
  metres: number;
};

export const farthestPriorityM = 500;

export const priorityObjects = ({ priority }: Pick<Limits, "priority">): PriorityObject[] =>
  priority ?? usualPriority;

/** What counts of the places near, each with the first object it answers to; nearest first. */
export function prioritiesNear(
  places: readonly NearPlace[],
  objects: readonly PriorityObject[],
  category: string,
): NearPriority[] {
  const about = objects.filter(
    ({ categories }) => categories?.some((prefix) => category.startsWith(prefix)) ?? true,
  );
  return places
    .flatMap(({ name, kind, tags, metres }) => {
      const object = about.find(
        (one) =>
          metres <= one.metres &&
          (one.kinds.includes(kind) || one.tags.some((tag) => tags.includes(tag))),
      );
      if (!object) return [];
      const { points, highest } = object;
      return [{ place: name, because: object.name, metres, points, highest }];
    })
    .toSorted((a, b) => a.metres - b.metres);
}
