import type { PlaceKind } from "@gezhi/contract/places.ts";
import { sql, type RawBuilder } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { kindNames } from "../places/place-rules.ts";
import type { Entry, EntryKind } from "./search-term-rules.ts";
import { entryInitials, termsOf } from "./search-term-rules.ts";

export type EntryRow = Entry & { initials: string };
type Question = { leading: string; containing: string };

/** Candidates of each question, in no order. */
export async function findEntries(
  tx: Tx,
  questions: readonly Question[],
  most: number,
): Promise<EntryRow[]> {
  if (questions.length === 0) return [];
  const parts = questions.map(
    ({ leading, containing }) =>
      sql`select * from find_search_entries(${leading}::tsquery, ${containing}::tsquery, ${most})`,
  );
  const { rows } = await sql<EntryRow>`
    with keys as materialized (${sql.join(parts, sql` union `)})
    select e.district, e.kind, e.id, e.unit, e.title, e.words, e.initials
    from keys k join search_entries e on e.district = k.district and e.kind = k.kind and e.id = k.id and e.unit = k.unit`.execute(
    tx,
  );
  return rows;
}

/** Terms travel as one text an entry: no term contains a line break. */
export async function insertEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
  await sql`
    insert into search_entries (district, kind, id, unit, title, words, initials, terms)
    select district, kind, id, unit, title, words, initials, array_to_tsvector(string_to_array(terms, e'\n'))
    from unnest(
      ${entries.map(({ district }) => district)}::text[], ${entries.map(({ kind }) => kind)}::text[], ${entries.map(({ id }) => id)}::uuid[],
      ${entries.map(({ unit }) => unit)}::text[], ${entries.map(({ title }) => title)}::text[], ${entries.map(({ words }) => words)}::text[],
      ${entries.map(entryInitials)}::text[], ${entries.map((entry) => termsOf(entry).join("\n"))}::text[]
    ) as n (district, kind, id, unit, title, words, initials, terms)
    on conflict (district, kind, id, unit) do update
      set title = excluded.title, words = excluded.words, initials = excluded.initials, terms = excluded.terms`.execute(
    tx,
  );
}

/** In whatever district and unit it stood. */
export const deleteEntries = (tx: Tx, kind: EntryKind, ids: readonly string[]): Promise<unknown> =>
  tx
    .deleteFrom("search_entries")
    .where("kind", "=", kind)
    .where("id", "in", [...ids])
    .execute();

type DeviceSource = {
  district: string;
  id: string;
  unit: string;
  name: string;
  code: string;
  place: string;
  address: string;
  person_name_enc: string | null;
  consent_at: Date | null;
};

/** Where a person's device is, is no word to find it by (R54). */
const wordsOf = ({ code, place, address, person_name_enc, consent_at }: DeviceSource): string[] =>
  person_name_enc === null && consent_at === null ? [code, place, address] : [code];

export const deviceEntry = (device: DeviceSource): Entry => ({
  district: device.district,
  kind: "device",
  id: device.id,
  unit: device.unit,
  title: device.name,
  words: wordsOf(device).filter(Boolean).join(" "),
});

type PlaceSource = {
  district: string;
  id: string;
  unit: string;
  name: string;
  code: string;
  kind: PlaceKind;
  tags: string[];
  address: string;
};

export const placeEntry = (place: PlaceSource): Entry => ({
  district: place.district,
  kind: "place",
  id: place.id,
  unit: place.unit,
  title: place.name,
  words: [place.code, kindNames[place.kind], ...place.tags, place.address]
    .filter(Boolean)
    .join(" "),
});

export const staffEntry = (held: { account: string; unit: string; name: string }): Entry => ({
  district: held.unit.slice(0, 6),
  kind: "staff",
  id: held.account,
  unit: held.unit,
  title: held.name,
  words: "",
});

export const findStaffUnits = (db: Db, accounts: readonly string[]) =>
  db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select(["p.account", "p.unit", "a.name"])
    .distinct()
    .where("p.account", "in", [...accounts])
    .execute();

const withoutEntry = (same: RawBuilder<unknown>) =>
  sql<boolean>`not exists (select 1 from search_entries e where ${same})`;

/** Those that stand nowhere yet: rows of before there was a search, and those that are sown. */
export const findUnlistedDevices = (db: Db, most: number) =>
  db
    .selectFrom("devices as d")
    .select([
      "d.district",
      "d.id",
      "d.unit",
      "d.name",
      "d.code",
      "d.place",
      "d.address",
      "d.person_name_enc",
      "d.consent_at",
    ])
    .where("d.retired_at", "is", null)
    .where(withoutEntry(sql`e.district = d.district and e.kind = 'device' and e.id = d.id`))
    .limit(most)
    .execute();

export const findUnlistedStaff = (db: Db, most: number) =>
  db
    .selectFrom("appointments as p")
    .innerJoin("accounts as a", "a.id", "p.account")
    .select(["p.account", "p.unit", "a.name"])
    .distinct()
    .where(withoutEntry(sql`e.id = p.account and e.unit = p.unit`))
    .limit(most)
    .execute();

export const findUnlistedPlaces = (db: Db, today: string, most: number) =>
  db
    .selectFrom("places as p")
    .select(["p.district", "p.id", "p.unit", "p.name", "p.code", "p.tags", "p.address"])
    .select((row) => row.ref("p.kind").$castTo<PlaceKind>().as("kind"))
    .where((where) => where.or([where("p.valid_to", "is", null), where("p.valid_to", ">", today)]))
    .where(withoutEntry(sql`e.district = p.district and e.kind = 'place' and e.id = p.id`))
    .limit(most)
    .execute();
