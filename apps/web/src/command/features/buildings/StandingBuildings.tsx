import type { Map as Surface } from "maplibre-gl";
import { useEffect } from "react";
import { standUp } from "./building-layer.ts";
import { afterFrame, steady, tooSlow } from "./building-mode-rules.ts";
import type { BuildingView } from "./use-building-view.ts";

/** Tilts the map while houses stand, and watches whether this machine keeps up. */
export function StandingBuildings({ surface, view }: { surface: Surface; view: BuildingView }) {
  const { standing, watched, onSlow } = view;
  useEffect(() => standUp(surface, standing), [surface, standing]);
  useEffect(
    () => (standing && watched ? watchPace(surface, onSlow) : undefined),
    [surface, standing, watched, onSlow],
  );
  return null;
}

/** Only while the map moves: a map that lies still is drawn as seldom as it changes. */
function watchPace(surface: Surface, onSlow: () => void): () => void {
  let pace = steady;
  let frame = 0;
  let last = 0;
  const next = (now: number) => {
    pace = afterFrame(pace, now - last);
    last = now;
    if (tooSlow(pace)) return onSlow();
    frame = requestAnimationFrame(next);
  };
  const begin = () => {
    cancelAnimationFrame(frame);
    last = performance.now();
    frame = requestAnimationFrame(next);
  };
  const end = () => cancelAnimationFrame(frame);
  const subscriptions = [surface.on("movestart", begin), surface.on("moveend", end)];
  return () => {
    end();
    for (const one of subscriptions) one.unsubscribe();
  };
}
