import type { Role } from "@gezhi/contract/identity.ts";
import type { Handler, Urgency } from "@gezhi/contract/incidents.ts";
import type { Channel } from "@gezhi/contract/notices.ts";
import { aboveHandler, officeAbove } from "../organisation/handler-rules.ts";

/** Whom a notice is for; a person named twice gets it once. */
export type Recipients = {
  accounts?: readonly string[];
  /** All who act for the handler: A, B and substitutes. */
  handlers?: readonly Handler[];
  /** Holders of the role at exactly this unit. */
  roles?: readonly { role: Role; unit: string }[];
};

/** Whom to turn to when none of them is there: for each the next above, each once. Null at the top, and for accounts. */
function above({ handlers = [], roles = [] }: Recipients): Recipients | null {
  const over = handlers.flatMap((handler) => aboveHandler(handler) ?? []);
  const offices = [
    ...over.flatMap((one) => ("office" in one ? one.office : [])),
    ...roles.flatMap((office) => officeAbove(office) ?? []),
  ];
  const next = {
    handlers: [...new Set(over.flatMap((one) => ("handler" in one ? one.handler : [])))],
    roles: offices.filter(
      ({ role, unit }, at) =>
        offices.findIndex((one) => one.role === role && one.unit === unit) === at,
    ),
  };
  return next.handlers.length + next.roles.length > 0 ? next : null;
}

/** The recipients, then whom to turn to while none of those before is there. */
export function upwards(recipients: Recipients): Recipients[] {
  const next = above(recipients);
  return [recipients, ...(next ? upwards(next) : [])];
}

/** Domain C.3; all at once, none waits for another. Blue matters are summed up twice a day instead. */
const channels: Record<Urgency, readonly Channel[]> = {
  red: ["inApp", "webPush", "sms", "voice"],
  orange: ["inApp", "webPush", "sms"],
  yellow: ["inApp", "webPush"],
  blue: ["inApp"],
};
export const channelsOf = (urgency: Urgency): readonly Channel[] => channels[urgency];

const order: readonly Urgency[] = ["red", "orange", "yellow", "blue"];
export const priorityOf = (urgency: Urgency): number => order.indexOf(urgency);

/** A notice that asks for less than the matter's colour would shout: at most `ceiling`. */
export const atMost = (urgency: Urgency, ceiling: Urgency): Urgency =>
  priorityOf(urgency) < priorityOf(ceiling) ? ceiling : urgency;

/** For SMS, voice and the lock screen of a phone: no names, no numbers, no addresses of people. */
export const spokenText = ({ title, body }: { title: string; body: string }): string =>
  `【格治】${title}。${body}`;

/** Push services are public: an address inside the own network is none, and would make this server knock there. */
export function isPushEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, port } = new URL(text);
  return (
    protocol === "https:" &&
    username === "" &&
    port === "" &&
    // A number in any notation has become an address of digits or in brackets by now.
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(hostname) &&
    !/\.(local|localhost|internal|intranet|lan|home|corp|arpa)$/.test(hostname)
  );
}

const hourMs = 3_600_000;
const offsetMs = 8 * hourMs;
const digestHours = [9, 15];

/** The digest that is due at this instant: its name, and since when what came in counts. Hours of China. */
export function digestAt(now: number): { slot: string; since: Date } {
  const days = [-1, 0].flatMap((day) => digestHours.map((hour) => ({ day, hour })));
  const midnight = Math.floor((now + offsetMs) / (24 * hourMs)) * 24 * hourMs - offsetMs;
  const instants = days.map(({ day, hour }) => midnight + (day * 24 + hour) * hourMs);
  const passed = instants.filter((at) => at <= now);
  const [before, at] = [passed.at(-2)!, passed.at(-1)!];
  return { slot: new Date(at + offsetMs).toISOString().slice(0, 13), since: new Date(before) };
}
