import { deviceId, placeId } from "@gezhi/contract/ids.ts";
import { IncidentQuery, type IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { Phone } from "@gezhi/contract/reports.ts";
import { SearchKind, type SearchAnswer, type SearchQuery } from "@gezhi/contract/search.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { deviceScope } from "../devices/device-access-rules.ts";
import { findGridHidden } from "../devices/device-queries.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeScope } from "../places/place-rules.ts";
import { knowsStaff, staffAreas } from "../organisation/staff-rules.ts";
import { mayFindByPhone } from "./phone-search-commands.ts";
import { findEntries, type EntryRow } from "./search-entry-queries.ts";
import {
  recordHit,
  incidentHit,
  staffHit,
  unitHit,
  type RankedHit,
} from "./search-presentation.ts";
import { findServing, findStandingPlaces } from "./search-queries.ts";
import { entryQuestion, fitOf, type EntryKind } from "./search-term-rules.ts";

/** Given by whoever joins the features: a list of the incidents feature. */
export type ListIncidents = (
  context: Context,
  viewer: Viewer,
  query: IncidentQuery,
) => Promise<IncidentPage>;

/** Candidates of each kind before they are ranked. */
const mostCandidates = 100;

/** One question, answered under the viewer's scope; the group with the best answer stands first. */
export async function answerSearch(
  context: Context,
  viewer: Viewer,
  { q: written, kinds = SearchKind.options, limit }: SearchQuery,
  listIncidents: ListIncidents,
): Promise<SearchAnswer> {
  // Full-width letters come out of many an input method.
  const q = written.normalize("NFKC").trim();
  const asked = new Set(kinds);
  const [incidents, entries] = await Promise.all([
    asked.has("incident") && q.length > 1
      ? listIncidents(context, viewer, IncidentQuery.parse({ list: "all", q, limit: limit + 1 }))
      : undefined,
    entryHits(context, viewer, q, asked),
  ]);
  const units = asked.has("unit") ? context.units.search(q, undefined, limit + 1) : [];
  const hits = [
    ...(incidents?.items ?? []).map((one) => incidentHit(context, q, one)),
    ...units.map((unit) => unitHit(context, q, unit)),
    ...entries,
  ];
  const groups = SearchKind.options.flatMap((kind) => {
    const own = hits.filter(({ hit }) => hit.kind === kind).toSorted((a, b) => a.rank - b.rank);
    const [best] = own;
    return best ? [{ kind, rank: best.rank, own }] : [];
  });
  return {
    groups: groups
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ kind, own }) => ({
        kind,
        hits: own.slice(0, limit).map(({ hit }) => hit),
        more: own.length > limit,
      })),
    phone: Phone.safeParse(q).success && mayFindByPhone(viewer),
  };
}

async function entryHits(
  context: Context,
  viewer: Viewer,
  q: string,
  asked: ReadonlySet<SearchKind>,
): Promise<RankedHit[]> {
  const areas: Partial<Record<EntryKind, readonly string[]>> = {
    ...(asked.has("device") ? { device: deviceScope(viewer).parties } : {}),
    ...(asked.has("place") ? { place: placeScope(viewer).parties } : {}),
    ...(asked.has("staff") ? { staff: staffAreas(viewer.appointments) } : {}),
  };
  const kinds = Object.entries(areas) as [EntryKind, readonly string[]][];
  const questions = kinds.flatMap(([kind, own]) => entryQuestion(q, kind, own) ?? []);
  if (questions.length === 0) return [];
  const scope = { parties: [...new Set(kinds.flatMap(([, own]) => own))], account: viewer.account };
  const { rows, serving, standing, gridHidden } = await read(context.db, scope, async (tx) => {
    const found = await findEntries(tx, questions, mostCandidates);
    const idsOf = (wanted: EntryKind) => [
      ...new Set(found.flatMap(({ kind, id }) => (kind === wanted ? [id] : []))),
    ];
    const [people, places] = [idsOf("staff"), idsOf("place")];
    const today = civilDateAt(context.now());
    return {
      rows: found,
      serving: people.length ? await findServing(tx, people, today) : [],
      standing: new Set(
        places.length ? (await findStandingPlaces(tx, places, today)).map(({ id }) => id) : [],
      ),
      gridHidden: await findGridHidden(
        tx,
        found.filter(({ kind }) => kind === "device"),
        viewer,
      ),
    };
  });
  // The transaction's scope is that of all kinds together: each is held to its own.
  const within = ({ kind, unit }: EntryRow) =>
    areas[kind]?.some((area) => unit.startsWith(area)) ?? false;
  const told = new Set<string>();
  // Of those that fit equally well the order of their codes.
  const inOrder = rows.toSorted((a, b) => (a.words < b.words ? -1 : 1));
  return inOrder.flatMap((row) => {
    const fit = within(row) ? fitOf(q, row) : undefined;
    if (!fit || told.has(row.id)) return [];
    told.add(row.id);
    if (row.kind === "device") {
      const unit = gridHidden.has(row.id)
        ? (ancestorAt(row.unit, "village") ?? row.unit)
        : row.unit;
      return [recordHit(context, { ...row, unit }, "device", deviceId(row), fit)];
    }
    if (row.kind === "place")
      return standing.has(row.id) ? [recordHit(context, row, "place", placeId(row), fit)] : [];
    const held = serving.filter(
      ({ account, unit }) => account === row.id && knowsStaff(viewer.appointments, unit),
    );
    return staffHit(context, held, fit) ?? [];
  });
}
