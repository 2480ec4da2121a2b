import type { Action } from "@gezhi/contract/incidents.ts";

/** Names one of an incident's actions in the address of a screen: `dispatch`, `accept~500103-…`. */
export const actionKeyOf = ({ act, workOrder, request, side }: Action): string =>
  [act, workOrder ?? "", request ?? "", side ?? ""].join("~").replace(/~+$/, "");

/** The action that `key` means: exactly it, or the only one of that act. */
export function findAction(
  actions: readonly Action[],
  key: string | undefined,
): Action | undefined {
  if (key === undefined) return undefined;
  const exact = actions.find((action) => actionKeyOf(action) === key);
  if (exact) return exact;
  const ofAct = actions.filter(({ act }) => act === key);
  return ofAct.length === 1 ? ofAct[0] : undefined;
}
