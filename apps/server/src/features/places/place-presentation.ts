import { placeId } from "@gezhi/contract/ids.ts";
import type { Place, SavePlace } from "@gezhi/contract/places.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { maskPhone } from "../../platform/masking.ts";
import type { Secrets } from "../../platform/secrets.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { placeName } from "../organisation/post-directory.ts";
import type { PlaceRow } from "./place-queries.ts";
import { placeActions, pointOf } from "./place-rules.ts";

/** A place as its row keeps it; the contact sealed, and left alone where the form says nothing of it. */
export function columnsOf(secrets: Secrets, place: SavePlace, unit: string) {
  const sealed = (text: string) => (text === "" ? null : secrets.seal(text));
  const { contactName, contactPhone } = place;
  return {
    code: place.code,
    kind: place.kind,
    name: place.name,
    tags: [...new Set(place.tags)],
    geometry: JSON.stringify(place.geometry),
    ...pointOf(place.geometry),
    unit,
    town: ancestorAt(unit, "town") ?? null,
    address: place.address,
    note: place.note,
    ...(contactName === undefined ? {} : { contact_name_enc: sealed(contactName) }),
    ...(contactPhone === undefined ? {} : { contact_phone_enc: sealed(contactPhone) }),
    valid_from: place.validFrom,
    valid_to: place.validTo,
  };
}

/** As a file or a form says it, without the contact: it leaves the house by a reveal alone. */
export const savedOf = (row: PlaceRow): SavePlace => ({
  code: row.code,
  kind: row.kind,
  name: row.name,
  tags: row.tags,
  geometry: row.geometry,
  address: row.address,
  note: row.note,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

export const contactOf = (secrets: Secrets, row: PlaceRow) => ({
  name: row.contact_name_enc === null ? null : secrets.open(row.contact_name_enc),
  phone: row.contact_phone_enc === null ? null : secrets.open(row.contact_phone_enc),
});

export function presentPlace(context: Context, viewer: Viewer, row: PlaceRow): Place {
  const { name, phone } = contactOf(context.secrets, row);
  const ended = row.valid_to !== null && row.valid_to <= civilDateAt(context.now());
  const contact = name !== null || phone !== null;
  return {
    id: placeId(row),
    code: row.code,
    kind: row.kind,
    name: row.name,
    tags: row.tags,
    geometry: row.geometry,
    position: { lon: row.lon, lat: row.lat },
    unit: { code: row.unit, name: placeName(context, row.unit) },
    address: row.address,
    note: row.note,
    contact: contact
      ? {
          name: name === null ? null : `${Array.from(name)[0] ?? ""}**`,
          phone: phone === null ? null : maskPhone(phone),
        }
      : null,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    ended,
    simulated: row.simulated,
    actions: placeActions(viewer, { unit: row.unit, ended, contact }),
  };
}
