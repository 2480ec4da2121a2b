import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { SubmitReport } from "@gezhi/contract/reports.ts";
import { invalid } from "../../platform/problems.ts";
import { hasEnded, publicStatus } from "../reports/public-status-rules.ts";
import type { Answer } from "./open311-format-rules.ts";

/** Arguments that are absent and empty mean the same. */
export type Arguments = { [name: string]: string };

const longestDescription = 4_000;
const mediaMark = "附图：";

/** The report of `POST requests`; throws what the client did wrong. */
export function reportOf(given: Arguments, service: string, clientId: string): SubmitReport {
  const {
    lat = "",
    long = "",
    address_string: address = "",
    description = "",
    media_url: media = "",
    phone = "",
  } = given;
  if (given.address_id && !lat && !address)
    throw invalid("address_id is not supported: give lat and long, or address_string");
  if ((lat === "") !== (long === "")) throw invalid("lat and long go together");
  if (!lat && !address) throw invalid("lat and long, or address_string, were not provided");
  const position = { lon: Number(long), lat: Number(lat) };
  if (lat && !(Math.abs(position.lat) <= 90 && Math.abs(position.lon) <= 180))
    throw invalid("lat and long are not WGS-84 degrees");
  if (description.length > longestDescription)
    throw invalid(`description is limited to ${longestDescription} characters`);
  if (media && !isWebAddress(media)) throw invalid("media_url is not an http or https address");

  const name = [given.last_name, given.first_name].filter(Boolean).join("").slice(0, 50);
  const plainPhone = phone.replaceAll(/[\s-]/gu, "");
  const report = SubmitReport.safeParse({
    clientId,
    source: "open311",
    category: service,
    text: [description, ...(media ? [`${mediaMark}${media}`] : [])].filter(Boolean).join("\n"),
    address: address.slice(0, 300),
    ...(lat ? { position, positionSource: "pin" } : {}),
    reporter: {
      ...(name ? { name } : {}),
      ...(/^(?:1\d{10}|0\d{9,11})$/.test(plainPhone) ? { phone: plainPhone } : {}),
    },
  });
  if (report.success) return report.data;
  throw invalid(
    report.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  );
}

function isWebAddress(text: string): boolean {
  if (text.length > 500 || !URL.canParse(text)) return false;
  return /^https?:$/.test(new URL(text).protocol);
}

/** Only what the client itself published: photos that were sent here are shown to nobody outside. */
export const mediaOf = (text: string): string | null =>
  text
    .split("\n")
    .findLast((line) => line.startsWith(mediaMark))
    ?.slice(mediaMark.length) ?? null;

export type RequestFilter = {
  from: Date;
  to: Date;
  services: string[] | null;
  open: boolean | null;
};

const dayMs = 86_400_000;
const longestMs = 90 * dayMs;

/** A span of at most 90 days; without dates the last 90. */
export function filterOf(given: Arguments, now: number): RequestFilter {
  const instant = (name: string): number | undefined => {
    const text = given[name];
    if (!text) return undefined;
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
    if (Number.isNaN(at))
      throw invalid(`${name} is not a W3C date and time such as 2026-11-22T00:00:00Z`);
    return at;
  };
  const start = instant("start_date");
  const end = instant("end_date");
  const to = end ?? (start === undefined ? now : Math.min(now, start + longestMs));
  const from = start ?? to - longestMs;
  if (from > to) throw invalid("start_date lies after end_date");
  if (to - from > longestMs) throw invalid("start_date and end_date span more than 90 days");

  const states = listOf(given.status);
  const wrong = states.find((state) => state !== "open" && state !== "closed");
  if (wrong) throw invalid(`status is open or closed, not ${wrong}`);
  const services = listOf(given.service_code);
  const open = states.length === 1 ? states[0] === "open" : null;
  return {
    from: new Date(from),
    to: new Date(to),
    services: services.length ? services : null,
    open,
  };
}

export const listOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

export type PublicRequest = {
  number: string;
  status: IncidentStatus;
  category: { code: string; name: string; level2: string };
  agency: string;
  openedAt: Date;
  updatedAt: Date;
  promisedAt: Date | null;
  place: string;
  lon: number | null;
  lat: number | null;
  media: string | null;
};

/** A row of `GET requests`: no word of what people wrote, no one's name or number. */
export const requestRecord = (request: PublicRequest): Answer => ({
  service_request_id: request.number,
  status: hasEnded(request.status) ? "closed" : "open",
  status_notes: publicStatus(request.status),
  service_name: request.category.name,
  service_code: request.category.code,
  description: `${request.category.level2}：${request.category.name}`,
  agency_responsible: request.agency,
  // A promise says nothing any more once the matter has ended.
  service_notice: hasEnded(request.status)
    ? publicStatus(request.status)
    : (noticeOf(request.promisedAt) ?? ""),
  requested_datetime: w3(request.openedAt),
  updated_datetime: w3(request.updatedAt),
  expected_datetime: request.promisedAt ? w3(request.promisedAt) : null,
  address: request.place,
  address_id: null,
  zipcode: null,
  lat: request.lat,
  long: request.lon,
  media_url: request.media,
});

const chinaOffsetMs = 8 * 3_600_000;

/** `2026-11-22T09:30:00+08:00`. */
const w3 = (at: Date): string =>
  `${new Date(at.getTime() + chinaOffsetMs).toISOString().slice(0, 19)}+08:00`;

export const noticeOf = (promisedAt: Date | null): string | null =>
  promisedAt ? `承诺于 ${w3(promisedAt).slice(0, 16).replace("T", " ")} 前办结` : null;
