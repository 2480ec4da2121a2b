import { ProvenPhone } from "@gezhi/contract/visitor-codes.ts";

const key = "gezhi.proven-phone";

/** Until the window is closed; the server's proof ends after two hours anyway. */
export function keptPhone(): ProvenPhone | undefined {
  try {
    return ProvenPhone.parse(JSON.parse(sessionStorage.getItem(key) ?? ""));
  } catch {
    return undefined;
  }
}

export function keepPhone(proven: ProvenPhone | undefined): void {
  if (proven) sessionStorage.setItem(key, JSON.stringify(proven));
  else sessionStorage.removeItem(key);
}
