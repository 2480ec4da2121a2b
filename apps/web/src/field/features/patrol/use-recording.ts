import { useEffect, useState } from "react";
import { serverNow } from "../../../shared/server-clock.ts";
import { endPatrol } from "./end-patrol.ts";
import { tellOf } from "./patrol-queries.ts";
import { longestMs, withPoint } from "./patrol-track-rules.ts";
import { setUnderway, underwayOf, useUnderway } from "./underway.ts";

const tellEveryMs = 60_000;
const missing = !("geolocation" in navigator);
export type RecordingState = "searching" | "recording" | "refused" | "missing";

/** Records the way of the patrol that goes on on this phone, and of nothing else; without one the position is not asked for. */
export function useRecording(account: string) {
  const underway = useUnderway(account);
  const [state, setState] = useState<RecordingState>(missing ? "missing" : "searching");
  const id = underway?.id;

  useEffect(() => {
    if (id === undefined) return undefined;
    setState(missing ? "missing" : "searching");
    let told = -1;
    const tell = async () => {
      const now = underwayOf(account);
      if (!now || now.id !== id) return;
      if (serverNow() - now.startedAt > longestMs) {
        await endPatrol(account, now, now.startedAt + longestMs);
        return;
      }
      if (now.track.length === told) return;
      try {
        await tellOf(now);
        told = now.track.length;
      } catch {
        // Without a signal it is told at the next turn, or whole at its end.
      }
    };
    void tell();
    const timer = setInterval(() => void tell(), tellEveryMs);
    if (missing) return () => clearInterval(timer);
    const watch = navigator.geolocation.watchPosition(
      ({ coords: { longitude, latitude, accuracy } }) => {
        setState("recording");
        const now = underwayOf(account);
        if (!now || now.id !== id) return;
        const track = withPoint(now.track, [longitude, latitude], accuracy);
        if (track !== now.track) setUnderway(account, { ...now, track: [...track] });
      },
      ({ code, PERMISSION_DENIED }) => code === PERMISSION_DENIED && setState("refused"),
      { enableHighAccuracy: true, maximumAge: 5_000 },
    );
    return () => {
      clearInterval(timer);
      navigator.geolocation.clearWatch(watch);
    };
  }, [account, id]);
  return { underway, state };
}
