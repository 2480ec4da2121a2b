import { useEffect, useState } from "react";
import { serverNow } from "../../../shared/server-clock.ts";
import { endPatrol } from "./end-patrol.ts";
import { tellOf } from "./patrol-queries.ts";
import { longestMs, withPoint } from "./patrol-track-rules.ts";
import { setUnderway, underwayOf, useUnderway } from "./underway.ts";

const tellEveryMs = 60_000;
/** What was not taken is told again sooner. */
const lookEveryMs = 10_000;
const missing = !("geolocation" in navigator);
export type RecordingState = "searching" | "recording" | "refused" | "missing";

/** Records the way of the patrol that goes on on this phone, and of nothing else; without one the position is not asked for. */
export function useRecording(account: string) {
  const underway = useUnderway(account);
  const id = underway?.id;
  const [last, setLast] = useState<{ of: string; state: RecordingState }>();

  useEffect(() => {
    if (id === undefined) return undefined;
    let told = -1;
    let next = 0;
    const tell = async () => {
      const now = underwayOf(account);
      if (!now || now.id !== id) return;
      if (serverNow() - now.startedAt > longestMs) {
        await endPatrol(account, now, now.startedAt + longestMs);
        return;
      }
      if (now.track.length === told || performance.now() < next) return;
      try {
        await tellOf(now);
        told = now.track.length;
        next = performance.now() + tellEveryMs;
      } catch {
        // Without a signal it is told at the next turn, or whole at its end.
      }
    };
    void tell();
    const timer = setInterval(() => void tell(), lookEveryMs);
    if (missing) return () => clearInterval(timer);
    const watch = navigator.geolocation.watchPosition(
      ({ coords: { longitude, latitude, accuracy } }) => {
        setLast({ of: id, state: "recording" });
        const now = underwayOf(account);
        if (!now || now.id !== id) return;
        const track = withPoint(now.track, [longitude, latitude], accuracy);
        if (track !== now.track) setUnderway(account, { ...now, track: [...track] });
      },
      ({ code, PERMISSION_DENIED }) =>
        code === PERMISSION_DENIED && setLast({ of: id, state: "refused" }),
      { enableHighAccuracy: true, maximumAge: 5_000 },
    );
    return () => {
      clearInterval(timer);
      navigator.geolocation.clearWatch(watch);
    };
  }, [account, id]);
  const first: RecordingState = missing ? "missing" : "searching";
  return { underway, state: last && last.of === id ? last.state : first };
}
