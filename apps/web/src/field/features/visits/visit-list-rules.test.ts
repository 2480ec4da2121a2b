import { CaredPerson, type MyVisits } from "@gezhi/contract/care.ts";
import { expect, test } from "vitest";
import type { QueueItem } from "../../../shared/phone/queue/queue-items.ts";
import { keptVisitOf, openVisits } from "./visit-list-rules.ts";

const ids = ["a", "b", "c"].map((digit) =>
  CaredPerson.shape.id.parse(`500103-01920000-0000-7000-8000-00000000000${digit}`),
);
const person = (id: CaredPerson["id"], state: CaredPerson["state"]) =>
  ({ id, state }) as CaredPerson;
const kept = (who: CaredPerson["id"], outcome: string, state: string) =>
  ({ kind: "visit", state, body: { person: who, outcome } }) as QueueItem;
const mine = (...items: CaredPerson[]) => ({ items }) as MyVisits;

test("whom this phone has recorded is not to be seen any more, though the server does not know yet", () => {
  const [a, b, c] = ids as [CaredPerson["id"], CaredPerson["id"], CaredPerson["id"]];
  const list = mine(person(a, "due"), person(b, "missed"), person(c, "due"));
  const queue = [kept(a, "seenWell", "kept"), kept(b, "notReached", "sending")];
  expect(openVisits(list, queue).map(({ id }) => id)).toEqual([b, c]);
});

test("what the server refused, and what it has, counts as it says", () => {
  const [a, b] = ids as [CaredPerson["id"], CaredPerson["id"]];
  const list = mine(person(a, "due"), person(b, "visited"));
  expect(openVisits(list, [kept(a, "seenWell", "attention")]).map(({ id }) => id)).toEqual([a]);
  expect(keptVisitOf([kept(a, "seenWell", "delivered")], a)).toBeUndefined();
  expect(openVisits(undefined, [])).toEqual([]);
});
