/** So many signals share a transaction; fewer when they may open incidents, whose places others wait for. */
export const mostTogether = 32;
export const mostOpening = 8;

/**
 * Which signals share a transaction. Those of one possible storm follow each other in the same one, as they would wait for
 * each other anyway; those that open nothing wait for nobody.
 */
export function togetherOf<One extends { storm: string | undefined }>(
  signals: readonly One[],
): One[][] {
  const made: One[][] = [];
  let apart: One[] = [];
  const storms = Map.groupBy(signals, ({ storm }) => storm);
  for (const [storm, some] of storms) {
    if (storm !== undefined && some.length === 1) {
      apart.push(...some);
      if (apart.length < mostOpening) continue;
      made.push(apart);
      apart = [];
      continue;
    }
    for (let from = 0; from < some.length; from += mostTogether)
      made.push(some.slice(from, from + mostTogether));
  }
  if (apart.length > 0) made.push(apart);
  return made;
}
