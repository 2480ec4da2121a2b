import type { Position } from "@gezhi/contract/units.ts";
import { useEffect, useState } from "react";

export type DevicePlace = { position: Position; accuracyM: number };
export type PlaceSearch = {
  place: DevicePlace | undefined;
  state: "searching" | "found" | "refused" | "failed" | "missing";
};

const goodEnoughM = 25;
const patienceMs = 60_000;

/** Where this device is, from when `active` on: the most exact of what it says within a minute, kept no longer than needed. */
export function useDevicePlace(active: boolean): PlaceSearch {
  const [search, setSearch] = useState<PlaceSearch>({
    place: undefined,
    state: "geolocation" in navigator ? "searching" : "missing",
  });
  useEffect(() => {
    if (!active || !("geolocation" in navigator)) return undefined;
    const stop = () => {
      navigator.geolocation.clearWatch(watch);
      clearTimeout(timer);
    };
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        const place = {
          position: { lon: coords.longitude, lat: coords.latitude },
          accuracyM: Math.round(coords.accuracy),
        };
        setSearch((known) =>
          known.place && known.place.accuracyM <= place.accuracyM
            ? known
            : { place, state: "found" },
        );
        if (place.accuracyM <= goodEnoughM) stop();
      },
      ({ code, PERMISSION_DENIED }) =>
        setSearch((known) =>
          known.place
            ? known
            : { place: undefined, state: code === PERMISSION_DENIED ? "refused" : "failed" },
        ),
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 30_000 },
    );
    const timer = setTimeout(stop, patienceMs);
    return stop;
  }, [active]);
  return search;
}
