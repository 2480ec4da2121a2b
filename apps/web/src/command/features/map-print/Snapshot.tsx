import type { Map as Surface } from "maplibre-gl";
import { useEffect, useEffectEvent } from "react";

type Props = { surface: Surface; onTaken: (image: string | undefined) => void };

const dotsPerPixel = 2;

/** What WebGL drew is gone when the printer asks: a picture of it is kept, anew after every move and change. */
export function Snapshot({ surface, onTaken }: Props) {
  const taken = useEffectEvent((image: string | undefined) => onTaken(image));
  useEffect(() => {
    surface.setPixelRatio(dotsPerPixel);
  }, [surface]);
  useEffect(() => {
    let waiting = false;
    let current = true;
    // Only within the event is the picture still there.
    const keep = () => {
      waiting = false;
      if (current) taken(surface.getCanvas().toDataURL("image/png"));
    };
    const take = () => {
      void surface.once("render", keep);
      surface.triggerRepaint();
    };
    const whenStill = () => {
      if (waiting) return;
      waiting = true;
      taken(undefined);
      void surface.once("idle", take);
      surface.triggerRepaint();
    };
    whenStill();
    const subscriptions = [surface.on("moveend", whenStill), surface.on("sourcedata", whenStill)];
    return () => {
      current = false;
      for (const one of subscriptions) one.unsubscribe();
    };
  }, [surface]);
  return null;
}
