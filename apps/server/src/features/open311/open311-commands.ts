import { randomUUID } from "node:crypto";
import type { Category } from "@gezhi/contract/configuration.ts";
import type { FileId } from "@gezhi/contract/ids.ts";
import { read } from "../../platform/database/scope.ts";
import { forbidden, invalid, notFound, ProblemError } from "../../platform/problems.ts";
import { sameText } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import { submitReport } from "../reports/intake-commands.ts";
import { districtsOf } from "../reports/place-directory.ts";
import { isPublicCategory } from "../reports/public-category-rules.ts";
import { districtOfNumber } from "../reports/report-number-rules.ts";
import type { Answer } from "./open311-format-rules.ts";
import {
  findRequest,
  findRequestOfReceipt,
  findRequests,
  listRequests,
  type RequestRow,
} from "./open311-queries.ts";
import {
  type Arguments,
  filterOf,
  listOf,
  mediaOf,
  noticeOf,
  reportOf,
  requestRecord,
} from "./open311-request-rules.ts";

const mostRequests = 1_000;
const mostMerges = 10;

/** The districts a jurisdiction stands for: the whole city, or one of its districts. */
export function jurisdictionOf(context: Context, given: Arguments): string[] {
  const id = given.jurisdiction_id;
  const all = districtsOf(context);
  if (!id || id === context.configuration.root() || id === all[0]) return all;
  if (!all.includes(id)) throw new ProblemError("not_found", `jurisdiction_id ${id} was not found`);
  return [id];
}

const placeOf = (context: Context, given: Arguments): string =>
  given.jurisdiction_id && context.units.find(given.jurisdiction_id)
    ? given.jurisdiction_id
    : context.configuration.root();

export const publicServices = (context: Context, given: Arguments): Category[] =>
  context.configuration
    .current("catalogue", placeOf(context, given))
    .content.categories.filter(({ code }) => isPublicCategory(code));

export function serviceOf(context: Context, given: Arguments, code: string | undefined): Category {
  if (!code) throw invalid("service_code was not provided");
  const found = publicServices(context, given).find((category) => category.code === code);
  if (!found) throw new ProblemError("not_found", `service_code ${code} was not found`);
  return found;
}

/** Keys come as `key:name` pairs from the settings; every one is compared whole. */
export function demandKey({ config }: Context, given: string | undefined): void {
  const keys = config.OPEN311_KEYS.split(",").flatMap(
    (pair) => pair.split(":", 1)[0]?.trim() || [],
  );
  if (!keys.map((key) => sameText(key, given ?? "")).includes(true))
    throw forbidden("api_key is missing or invalid");
}

export async function submitRequest(
  context: Context,
  given: Arguments,
  files: readonly FileId[] = [],
): Promise<Answer> {
  demandKey(context, given.api_key);
  jurisdictionOf(context, given);
  const service = serviceOf(context, given, given.service_code);
  const clientId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given.client_id ?? "")
    ? (given.client_id ?? "")
    : randomUUID();
  const report = { ...reportOf(given, service.code, clientId), files: [...files] };
  const { receipt } = await submitReport(
    context,
    { viewer: undefined, trusted: "open311" },
    report,
  );
  const promised = receipt.promisedAt ? new Date(receipt.promisedAt) : null;
  return {
    service_request_id: receipt.incident.number,
    service_notice: noticeOf(promised),
    account_id: null,
  };
}

export async function searchRequests(context: Context, given: Arguments): Promise<Answer[]> {
  const districts = jurisdictionOf(context, given);
  const numbers = listOf(given.service_request_id);
  if (numbers.length) return requestsByNumber(context, numbers.slice(0, mostRequests));
  const filter = filterOf(given, context.now());
  const codes = publicServices(context, given).map(({ code }) => code);
  const categories = filter.services
    ? codes.filter((code) => filter.services?.includes(code))
    : codes;
  const { from, to, open } = filter;
  const rows = await read(context.db, "system", (tx) =>
    listRequests(tx, { districts, categories, from, to, open, limit: mostRequests }),
  );
  return rows.map((row) => presented(context, row));
}

async function requestsByNumber(context: Context, numbers: readonly string[]): Promise<Answer[]> {
  const keys = numbers.flatMap((number) => {
    const district = districtOfNumber(number);
    return district ? [{ district, number }] : [];
  });
  return read(context.db, "system", async (tx) => {
    const found = (await findRequests(tx, keys)).filter(({ category }) =>
      isPublicCategory(category),
    );
    const records: Answer[] = [];
    for (const row of found) {
      let main: RequestRow | undefined = row;
      for (let step = 0; main?.merged_into && step < mostMerges; step += 1)
        main = await findRequest(tx, main.district, main.merged_into);
      const shown = main && isPublicCategory(main.category) ? main : row;
      records.push({ ...presented(context, shown), service_request_id: row.number });
    }
    return records;
  });
}

export async function oneRequest(
  context: Context,
  given: Arguments,
  number: string,
): Promise<Answer> {
  jurisdictionOf(context, given);
  const [record] = await requestsByNumber(context, [number]);
  if (!record) throw new ProblemError("not_found", `service_request_id ${number} was not found`);
  return record;
}

/** Reports are answered at once, so a token is never handed out; a receipt's number serves as one. */
export async function requestOfToken(
  context: Context,
  given: Arguments,
  token: string,
): Promise<Answer> {
  jurisdictionOf(context, given);
  const district = districtOfNumber(token);
  const row = district
    ? await read(context.db, "system", (tx) => findRequestOfReceipt(tx, district, token))
    : undefined;
  if (!row || !isPublicCategory(row.category))
    throw new ProblemError("not_found", `token ${token} was not found`);
  return { service_request_id: row.number, token };
}

function presented(context: Context, row: RequestRow): Answer {
  const { configuration, units } = context;
  const category =
    configuration.category(row.category, row.unit, row.opened_at) ??
    configuration.category(row.category, row.unit);
  if (!category) throw notFound("类别");
  const departments = configuration.current("departments", row.unit).content.departments;
  return requestRecord({
    number: row.number,
    status: row.status,
    category,
    agency: departments.find(({ code }) => code === category.lead)?.name ?? category.lead,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    promisedAt: row.promised_at,
    place: units
      .path(row.unit)
      .map(({ name }) => name)
      .join(""),
    lon: row.lon,
    lat: row.lat,
    media: row.text ? mediaOf(row.text) : null,
  });
}
