import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "../../../shared/api.ts";
import { serverNow } from "../../../shared/server-clock.ts";
import { endPatrol } from "./end-patrol.ts";
import { tellOf } from "./patrol-queries.ts";
import { longestMs, withPoint } from "./patrol-track-rules.ts";
import { setUnderway, underwayOf, useUnderway } from "./underway.ts";

const tellEveryMs = 60_000;
/** What was not taken is told again sooner. */
const lookEveryMs = 10_000;
const missing = !("geolocation" in navigator);
export type RecordingState = "searching" | "recording" | "refused" | "missing" | "otherTab";

/** Runs `work` in one tab of this browser at a time; the others wait, and go on when it is closed. Ends both when called. */
function inOneTab(name: string, work: () => () => void, waits: () => void): () => void {
  // Without a secure context there are no locks; then tabs are not told apart.
  if (!("locks" in navigator)) return work();
  const ending = new AbortController();
  const ended = new Promise<void>((resolve) => {
    ending.signal.addEventListener("abort", () => resolve());
  });
  const run = async () => {
    const end = work();
    await ended;
    end();
  };
  void navigator.locks
    .request(name, { ifAvailable: true }, async (lock) => {
      if (!lock || ending.signal.aborted) return false;
      await run();
      return true;
    })
    .then((had) => {
      if (had || ending.signal.aborted) return undefined;
      waits();
      return navigator.locks.request(name, { signal: ending.signal }, run);
    })
    .catch(() => undefined);
  return () => ending.abort();
}

/** Records the way of the patrol that goes on on this phone, and of nothing else; without one the position is not asked for. */
export function useRecording(account: string, onEndedElsewhere: () => void) {
  const underway = useUnderway(account);
  const client = useQueryClient();
  const id = underway?.refused ? undefined : underway?.id;
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
        const { state } = await tellOf(now);
        told = now.track.length;
        next = performance.now() + tellEveryMs;
        if (state !== "ended" || underwayOf(account)?.id !== id) return;
        // Taken over by another phone: what is kept is what the server has.
        setUnderway(account, null);
        void client.invalidateQueries({ queryKey: ["my-patrols"] });
        onEndedElsewhere();
      } catch (error) {
        // Without a signal it is told at the next turn, or whole at its end.
        if (!(error instanceof ApiProblem) || error.status !== 409) return;
        const still = underwayOf(account);
        if (still?.id === id) setUnderway(account, { ...still, refused: true });
      }
    };
    const record = () => {
      setLast({ of: id, state: missing ? "missing" : "searching" });
      void tell();
      const timer = setInterval(() => void tell(), lookEveryMs);
      if (missing) return () => clearInterval(timer);
      const watch = navigator.geolocation.watchPosition(
        ({ coords: { longitude, latitude, accuracy } }) => {
          setLast({ of: id, state: "recording" });
          const now = underwayOf(account);
          if (!now || now.id !== id || now.refused) return;
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
    };
    return inOneTab(`gezhi-patrol-${account}`, record, () =>
      setLast({ of: id, state: "otherTab" }),
    );
  }, [account, id, client, onEndedElsewhere]);
  const first: RecordingState = missing ? "missing" : "searching";
  return { underway, state: last && last.of === id ? last.state : first };
}
