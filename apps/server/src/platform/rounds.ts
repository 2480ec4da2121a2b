import { busy } from "./problems.ts";

export type Outcome<Result> = { value: Result } | { error: unknown };

type Rounds<Item, Result> = {
  /** Rounds that run at the same time, and items of one round. */
  atOnce: number;
  most: number;
  /** Items that share a name never go together, neither in one round nor in two at once; the first one goes first. */
  namesOf: (item: Item) => readonly string[];
  /** Says of each item, in their order, what became of it. */
  run: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  /** How long one waits for its round to begin; whoever waited longer is refused, and nothing of it was done. */
  patienceMs?: number;
};

type Waiting<Item, Result> = {
  item: Item;
  names: readonly string[];
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
  patience: NodeJS.Timeout;
};

const usualPatienceMs = 30_000;

/**
 * What many bring at once is done in rounds: a round takes what has come while the ones before it ran. Nobody waits for
 * company: who comes alone goes alone, at once.
 */
export function inRounds<Item, Result>({
  atOnce,
  most,
  namesOf,
  run,
  patienceMs = usualPatienceMs,
}: Rounds<Item, Result>): (item: Item) => Promise<Result> {
  type One = Waiting<Item, Result>;
  let waiting: One[] = [];
  let running = 0;
  const held = new Set<string>();

  const pick = (): One[] => {
    const taken = new Set(held);
    const round: One[] = [];
    for (const one of waiting) {
      if (round.length === most) break;
      if (!one.names.some((name) => taken.has(name))) round.push(one);
      for (const name of one.names) taken.add(name);
    }
    for (const { patience } of round) clearTimeout(patience);
    const picked = new Set(round);
    waiting = waiting.filter((one) => !picked.has(one));
    return round;
  };
  const finish = async (round: readonly One[]): Promise<void> => {
    const names = round.flatMap((one) => one.names);
    for (const name of names) held.add(name);
    running += 1;
    const outcomes = await run(round.map(({ item }) => item)).catch((error: unknown) =>
      round.map(() => ({ error })),
    );
    running -= 1;
    for (const name of names) held.delete(name);
    for (const [index, { resolve, reject }] of round.entries()) {
      const outcome = outcomes[index]!;
      if ("value" in outcome) resolve(outcome.value);
      else reject(outcome.error);
    }
    begin();
  };
  const begin = (): void => {
    for (let free = atOnce - running; free > 0 && waiting.length > 0; free -= 1) {
      const round = pick();
      if (!round.length) return;
      void finish(round);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting = waiting.filter((other) => other !== one);
        reject(busy());
        begin();
      };
      const patience = setTimeout(giveUp, patienceMs);
      const one: One = { item, names: namesOf(item), resolve, reject, patience };
      waiting.push(one);
      begin();
    });
}
