import { DevicePage, type Device } from "@gezhi/contract/devices.ts";
import { MapLayer } from "@gezhi/contract/map.ts";
import type { MapPlace } from "@gezhi/contract/places.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../../shared/api.ts";
import { useMapPlaces } from "../places/place-map-queries.ts";
import type { Asked } from "../map/map-view-rules.ts";
import {
  askedAbout,
  buildingKinds,
  buildingsOf,
  namesByTown,
  nearest,
  nearestZoom,
  type Building,
} from "./building-rules.ts";

const pageSize = 200;
const mostPages = 5;
const namesPerQuestion = 60;
/** From here on the server tells each thing by itself. */
const apartFrom = 18;

type Page = { devices: Device[]; more: boolean };
type Found = Page & { towns: ReturnType<typeof namesByTown> };

async function devicesOfTown(town: string, place: string[], signal: AbortSignal): Promise<Page> {
  const devices: Device[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const query = { unit: town, place, limit: pageSize, after };
    // oxlint-disable-next-line no-await-in-loop -- the next page begins where this one ends
    const { items, next } = await api.get(DevicePage, "/devices", { query, signal });
    devices.push(...items);
    after = next;
    if (!next) break;
  }
  return { devices, more: after !== undefined };
}

/** Whose place begins with the name of one of these houses. */
async function devicesOf(
  towns: ReturnType<typeof namesByTown>,
  signal: AbortSignal,
): Promise<Found> {
  const questions = towns.flatMap(([town, names]) =>
    Array.from({ length: Math.ceil(names.length / namesPerQuestion) }, (_, at) =>
      devicesOfTown(town, names.slice(at * namesPerQuestion, (at + 1) * namesPerQuestion), signal),
    ),
  );
  const found = await Promise.all(questions);
  return {
    towns,
    devices: found.flatMap(({ devices }) => devices),
    more: found.some(({ more }) => more),
  };
}

/** The key begins as the map's layers do, whose messages renew it. */
const useDevicesOf = (towns: ReturnType<typeof namesByTown>) =>
  useQuery({
    queryKey: ["map-layer", "buildings", towns],
    enabled: towns.length > 0,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => devicesOf(towns, signal),
  });

/** Alarms that stood at an instant, each by itself. */
const usePastAlarms = (bbox: string | undefined, at: string | undefined) =>
  useQuery({
    queryKey: ["map-past", "building-alarms", bbox, at],
    enabled: bbox !== undefined && at !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(MapLayer, "/map/history/alarms", { query: { bbox, zoom: apartFrom, at }, signal }),
  });

const nowhere: readonly Building[] = [];
const middleOf = (bbox: string) => {
  const [west = 0, south = 0, east = 0, north = 0] = bbox.split(",").map(Number);
  return { lon: (west + east) / 2, lat: (south + north) / 2 };
};

export type Buildings = ReturnType<typeof useBuildings>;

/** The houses of the window with their devices; `at`: with the alarms of an instant that is over. */
export function useBuildings(
  asked: Asked | undefined,
  unit: string | undefined,
  { on, at }: { on: boolean; at: string | undefined },
) {
  const near = asked !== undefined && asked.zoom >= nearestZoom;
  const bbox = on && near ? asked.bbox : undefined;
  const places = useMapPlaces(bbox, unit, buildingKinds);
  const found = places.data?.items;
  const drawn = useMemo(
    () => (bbox === undefined || !found ? [] : nearest(found, middleOf(bbox))),
    [bbox, found],
  );
  const towns = useMemo(() => namesByTown(drawn), [drawn]);
  const devices = useDevicesOf(towns);
  const past = usePastAlarms(bbox, at);
  const known = devices.data;
  const then = past.data?.points;
  const items = useMemo(() => {
    // Of what is not known yet, or could not be asked, no house says that it has nothing.
    if (!known || (at !== undefined && !then)) return nowhere;
    return buildingsOf(
      askedAbout(drawn, known.towns),
      known.devices,
      at === undefined ? undefined : then,
    );
  }, [drawn, known, at, then]);
  return {
    items,
    far: on && !near,
    /** How many houses the window has. */
    total: bbox === undefined ? 0 : (found?.length ?? 0),
    more: places.data?.more === true,
    devicesCut: devices.data?.more === true,
    waiting: bbox !== undefined && (places.isPending || (towns.length > 0 && devices.isPending)),
    failed: [places, devices, past].some(({ error }) => error !== null),
    fetching: past.isFetching,
  };
}

/** The devices of one place, for its card. */
export function usePlaceDevices({ unit, name }: Pick<MapPlace, "unit" | "name">) {
  const town = unit.code.slice(0, 9);
  return useDevicesOf(useMemo(() => [[town, [name]]], [town, name]));
}

/** Alarms that stood then, around the devices of one place. */
export function useAlarmsThen(devices: readonly Device[], at: string | undefined) {
  const spots = devices.flatMap(({ position }) => (position ? [position] : []));
  const slack = 0.0001;
  const lons = spots.map(({ lon }) => lon);
  const lats = spots.map(({ lat }) => lat);
  const bbox =
    spots.length === 0
      ? undefined
      : [
          Math.min(...lons) - slack,
          Math.min(...lats) - slack,
          Math.max(...lons) + slack,
          Math.max(...lats) + slack,
        ].join(",");
  return usePastAlarms(bbox, at);
}
