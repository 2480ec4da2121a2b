import type { Appointment } from "@gezhi/contract/identity.ts";
import type { LiveMessage } from "@gezhi/contract/live.ts";
import { pathOf } from "@gezhi/contract/units.ts";
import { careHintTokens } from "../care/care-rules.ts";
import { doorUnits } from "../doors/visitor-code-rules.ts";
import { grantTokens, type Grant, type Viewer } from "../identity/viewer.ts";

/** Place in the live log: transactions in the order of their ids, rows of one in the order of writing. */
export type LivePosition = { transaction: bigint; row: number };

export type LiveRow = LivePosition & {
  message: LiveMessage;
  parties: string[];
  account: string | null;
};

/** Before the first row: they are numbered from 1. */
export const beginning: LivePosition = { transaction: 0n, row: 0 };

export const isBefore = (a: LivePosition, b: LivePosition): boolean =>
  a.transaction < b.transaction || (a.transaction === b.transaction && a.row < b.row);

export const positionText = ({ transaction, row }: LivePosition): string => `${transaction}.${row}`;

export function parsePosition(text: string | undefined): LivePosition | undefined {
  const match = /^(\d{1,19})\.(\d{1,15})$/.exec(text ?? "");
  return match ? { transaction: BigInt(match[1]!), row: Number(match[2]) } : undefined;
}

/** Everything whose rows the viewer may read, in full or masked: a message about such a row is for them. */
export const tokensOf = (viewer: Viewer): string[] => [
  ...new Set([
    ...viewer.full,
    ...viewer.fullWhenNamed,
    ...viewer.masked,
    ...grantTokens(viewer),
    ...careHintTokens(viewer).map((name) => `care/${name}`),
    ...doorUnits(viewer).map((unit) => `door/${unit}`),
  ]),
];

/**
 * Parties of what only those may know who keep something in the unit, whoever else sees its records: none of a scope's
 * units is a prefix of them.
 */
export const keepersOf = (kind: "care" | "door", unit: string): string[] =>
  pathOf(unit).map((code) => `${kind}/${code}`);

/** What a session was granted, for comparing: other appointments open other tokens. */
export const grantOf = (
  appointments: readonly Appointment[],
  granted: readonly Pick<Grant, "id">[],
): string =>
  [
    ...appointments.map(({ unit, role, post, department }) =>
      [unit, role, post, department].join("/"),
    ),
    ...granted.map(({ id }) => id),
  ]
    .toSorted()
    .join(" ");

/** Prefix lengths at which a unit code names a unit; the whole party (`unit/post`) is tried as well. */
const lengths = [2, 6, 9, 12, 15, 17];

const prefixesOf = (party: string): string[] => {
  const digits = party.indexOf("/") === -1 ? party.length : party.indexOf("/");
  return [
    ...lengths.filter((length) => length <= digits).map((length) => party.slice(0, length)),
    party,
  ];
};

/** Who listens, found by party prefix or by account: the cost of a message does not grow with the number of listeners. */
export class Audience<L> {
  readonly #byToken = new Map<string, Set<L>>();
  readonly #byAccount = new Map<string, Set<L>>();

  add(listener: L, tokens: readonly string[], account: string): void {
    for (const token of tokens) join(this.#byToken, token, listener);
    join(this.#byAccount, account, listener);
  }

  remove(listener: L, tokens: readonly string[], account: string): void {
    for (const token of tokens) leave(this.#byToken, token, listener);
    leave(this.#byAccount, account, listener);
  }

  /** A personal message reaches its account alone; any other reaches those whose scope covers a party of it. */
  of(
    row: Pick<LiveRow, "parties" | "account"> & { message: Pick<LiveMessage, "subject"> },
  ): Set<L> {
    if (row.account) return this.#byAccount.get(row.account) ?? new Set();
    // A subject is `district-uuid`; who was granted one incident listens for `=uuid`.
    const found = new Set<L>(this.#byToken.get(`=${row.message.subject.slice(7)}`));
    for (const party of row.parties)
      for (const prefix of prefixesOf(party))
        for (const listener of this.#byToken.get(prefix) ?? []) found.add(listener);
    return found;
  }
}

function join<L>(map: Map<string, Set<L>>, key: string, listener: L) {
  const set = map.get(key);
  if (set) set.add(listener);
  else map.set(key, new Set([listener]));
}

function leave<L>(map: Map<string, Set<L>>, key: string, listener: L) {
  const set = map.get(key);
  set?.delete(listener);
  if (set?.size === 0) map.delete(key);
}
