import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { sendPosition, takeBackPosition, useStanding } from "./position-queries.ts";

/** Each person agrees on each phone, and can take it back at any time. */
const keyOf = (account: string) => `gezhi.position.${account}`;
/** To what: that the last place is seen (`on`), or also that one a minute is kept (`kept`). */
const read = (account: string): string | null => {
  try {
    return localStorage.getItem(keyOf(account));
  } catch {
    return null;
  }
};

const missing = !("geolocation" in navigator);

export type SharingState = "shared" | "searching" | "refused" | "missing";

/**
 * Sends where this phone is while its person agrees and the server has a reason to know; otherwise the device's position
 * is not even asked for.
 */
export function useSharing(account: string) {
  const standing = useStanding().data;
  const [said, setSaid] = useState(() => read(account));
  const keptDays = standing?.keptDays ?? 0;
  // Who agreed to less is asked again.
  const agreed = said === "kept" || (said === "on" && keptDays === 0);
  const [state, setState] = useState<SharingState>("searching");
  const client = useQueryClient();
  const wanted = agreed && standing !== undefined && standing.reason !== null;
  const everyMs = (standing?.everySeconds ?? 120) * 1000;

  useEffect(() => {
    if (!wanted || missing) return undefined;
    let sentAt = Number.NEGATIVE_INFINITY;
    let last: GeolocationCoordinates | undefined;
    const send = async () => {
      if (!last || performance.now() - sentAt < everyMs - 500) return;
      sentAt = performance.now();
      const { longitude, latitude, accuracy } = last;
      try {
        const next = await sendPosition({
          position: { lon: longitude, lat: latitude },
          accuracyM: Math.min(100_000, Math.round(accuracy)),
        });
        setState("shared");
        client.setQueryData(["position-standing"], next);
      } catch {
        // The next one is worth more than this one later: nothing is kept for when the network is back.
      }
    };
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        last = coords;
        void send();
      },
      ({ code, PERMISSION_DENIED }) => code === PERMISSION_DENIED && setState("refused"),
      { enableHighAccuracy: true, maximumAge: 10_000 },
    );
    // A phone that stands still says nothing of itself.
    const timer = setInterval(() => void send(), everyMs);
    return () => {
      navigator.geolocation.clearWatch(watch);
      clearInterval(timer);
    };
  }, [wanted, everyMs, client]);

  const agree = useCallback(
    (on: boolean) => {
      const next = on ? (keptDays > 0 ? "kept" : "on") : "off";
      try {
        localStorage.setItem(keyOf(account), next);
      } catch {
        // Then it holds for this page alone.
      }
      setSaid(next);
      if (!on) void takeBackPosition().catch(() => undefined);
    },
    [account, keptDays],
  );
  return {
    reason: standing?.reason ?? null,
    keptDays,
    agreed,
    state: missing ? ("missing" as const) : state,
    agree,
  };
}
