import type { Context } from "../features/context.ts";
import { loop } from "./loop.ts";
import { watchCopies } from "./reload.ts";

/** Periodic work of a process; copies in memory are watched in every process, the rest only where jobs run. */
export async function startJobs(
  context: Context,
  roles: { jobs: boolean },
): Promise<() => Promise<void>> {
  const { log } = context;
  const stops = [loop(log, "copies", 500, await watchCopies(context))];
  if (roles.jobs) {
    // filled below
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
