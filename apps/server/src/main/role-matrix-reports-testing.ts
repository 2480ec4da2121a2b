import { randomUUID } from "node:crypto";
import { keyOf } from "@gezhi/contract/ids.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { aPhoto } from "../features/files/file-testing.ts";
import type { Sample } from "../features/identity/role-matrix-row.ts";
import type { TestServer } from "../platform/testing/server.ts";
import { alarmSample } from "./role-matrix-sensing-testing.ts";
import type { Known, Person } from "./role-matrix-testing.ts";

async function upload(url: string, tint: number): Promise<string> {
  const photo = new FormData();
  photo.append(
    "file",
    new Blob([new Uint8Array(await aPhoto(undefined, tint))], { type: "image/jpeg" }),
    "p.jpg",
  );
  const answer = await fetch(`${url}/api/files`, { method: "POST", body: photo });
  return ((await answer.json()) as { id: string }).id;
}

/** Something in the street, with a photo; answers the photo's id. */
export async function reportInPublic(
  url: string,
  stranger: Person,
  { lon, lat }: Position,
): Promise<string> {
  const file = await upload(url, 200);
  const body = {
    clientId: v7(),
    source: "resident",
    text: "垃圾堆在路边",
    category: "010101",
    position: { lon, lat },
    positionSource: "pin",
    files: [file],
  };
  const answer = await stranger.send("POST", { path: "/api/reports", body });
  if (answer.status !== 201) throw new Error(answer.text);
  return file.slice(7);
}

/** A resident's report of a private matter, with name, phone and photo; then it lies and concerns whom the sample says. */
export async function reportSample(
  server: TestServer,
  url: string,
  stranger: Person,
  sample: Sample,
  n: number,
): Promise<Known> {
  const grid = server.context.units.find(sample.place.slice(0, 15))!;
  const stored = await upload(url, n);
  const words = {
    shown: `kanjian${n}qx`,
    hidden: `yincang${n}qx`,
    name: `讳名${n}qx`,
    phone: `139000071${n}`,
  };
  const answer = await stranger.send("POST", {
    path: "/api/reports",
    body: {
      clientId: randomUUID(),
      source: "resident",
      text: `${words.hidden} 邻居之间吵架`,
      category: "130102",
      position: { lon: grid.lon, lat: grid.lat },
      positionSource: "pin",
      address: `${words.shown}巷`,
      files: [stored],
      reporter: { name: words.name, phone: words.phone },
    },
  });
  if (answer.status !== 201) throw new Error(answer.text);
  const {
    number,
    report: reportId,
    incident,
  } = answer.body as { number: string; report: string; incident: { id: string; number: string } };
  const key = keyOf(incident.id);
  await server.owner
    .updateTable("incidents")
    .set({
      unit: sample.place,
      town: sample.place.slice(0, 9),
      party_units: [...sample.parties],
      status: "archived",
      urgency: "blue",
    })
    .where("district", "=", key.district)
    .where("id", "=", key.id)
    .execute();
  // Whoever is a party besides the place has worked on it, as handlers are parties in life.
  for (const handler of sample.parties)
    if (handler !== sample.place && handler.length > 6)
      await server.owner
        .insertInto("work_orders")
        .values({
          district: key.district,
          id: v7(),
          incident: key.id,
          handler,
          part: "co",
          status: "done",
          dispatched_at: new Date(),
        })
        .execute();
  const foreign = `WAILAI${n}QX`;
  await server.owner
    .updateTable("reports")
    .set({ foreign_system: "12345", foreign_number: foreign })
    .where("number", "=", number)
    .execute();
  const known = {
    ...sample,
    id: incident.id,
    number: incident.number,
    receipt: number,
    report: reportId,
    reporter: { name: words.name, phone: words.phone },
    shown: words.shown,
    hidden: words.hidden,
    foreign,
    file: stored.slice(7),
    photo: stored,
  };
  return { ...known, alarm: await alarmSample(server, known) };
}
