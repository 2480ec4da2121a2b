import type { Context } from "../context.ts";

const hours = 2;
const proven = ({ secrets }: Pick<Context, "secrets">, phone: string): string =>
  `phone ${secrets.fingerprint(phone)}`;

/** Handed out for a right code; goes into `reporter.phoneProof`. */
export const phoneProof = (context: Pick<Context, "secrets" | "now">, phone: string): string =>
  context.secrets.sign(proven(context, phone), context.now() + hours * 3_600_000);

export const phoneIsProven = (
  context: Pick<Context, "secrets" | "now">,
  phone: string,
  proof: string,
): boolean => context.secrets.verify(proven(context, phone), proof, context.now());
