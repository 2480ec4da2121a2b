import { randomUUID } from "node:crypto";
import {
  HotSpotDetail,
  HotSpotPage,
  IssueClassDetail,
  type HotSpot,
} from "@gezhi/contract/hot-spots.ts";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { placeIn, sent } from "../reports/intake-testing.ts";
import { followOccurrences } from "./hot-spot-commands.ts";

export const dayMs = 86_400_000;
export const town = "500103001";

type Point = { lon: number; lat: number };
/** So many metres to the east and north. */
export const moved = ({ lon, lat }: Point, east: number, north = 0): Point => ({
  lon: lon + east / (111_320 * Math.cos((lat * Math.PI) / 180)),
  lat: lat + north / 111_320,
});

export type Told = { district: string; id: string; number: string };

/** Residents tell of what they saw on days past, each half an hour after the other, so that none joins another. */
export function hotSpotsOf(server: TestServer) {
  const begin = Date.now() - 4 * dayMs;
  let step = 0;

  async function report(
    category: string,
    position: Point,
    daysAgo: number,
    more: Record<string, unknown> = {},
  ): Promise<Told> {
    step += 1;
    server.setNow(begin + step * 31 * 60_000);
    const { incident } = await sent(server.anonymous, {
      clientId: randomUUID(),
      source: "resident",
      text: "又坏了",
      category,
      position,
      positionSource: "pin",
      seenAt: new Date(begin - Math.round(daysAgo * dayMs)).toISOString(),
      ...more,
    });
    server.setNow(undefined);
    if (incident.joined) throw new Error(`${incident.number} was joined`);
    return {
      district: incident.id.slice(0, 6),
      id: incident.id.slice(7),
      number: incident.number,
    };
  }
  /** What the job does, until there is nothing left. */
  async function follow(): Promise<void> {
    while ((await followOccurrences(server.context)) > 0);
  }
  const cards = async (of: Client, query = ""): Promise<HotSpot[]> =>
    HotSpotPage.parse((await of.get(`/api/hot-spots?limit=200${query}`)).body).items;
  /** The open cards of a kind. */
  const cardsOf = (of: Client, kind: string) => cards(of, `&category=${kind}`);
  const card = async (of: Client, id: string): Promise<HotSpotDetail> =>
    HotSpotDetail.parse((await of.get(`/api/hot-spots/${id}`)).body);
  const issueClass = async (of: Client, id: string): Promise<IssueClassDetail> =>
    IssueClassDetail.parse((await of.get(`/api/issue-classes/${id}`)).body);
  return { report, follow, cards, cardsOf, card, issueClass };
}

const reach = 270;
const compass = [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => (turn * Math.PI) / 4);

/** A place in a town around which everything within a hot spot lies in the town as well. */
export async function spotIn(server: TestServer, of = town): Promise<Point> {
  for (let index = 0; index < 60; index += 1) {
    const at = await placeIn(server, of, index);
    const inside = compass.every((turn) => {
      const { lon, lat } = moved(at, Math.cos(turn) * reach, Math.sin(turn) * reach);
      return server.context.units.locate(lon, lat)?.startsWith(of);
    });
    if (inside) return at;
  }
  throw new Error(`${of} is too small`);
}
