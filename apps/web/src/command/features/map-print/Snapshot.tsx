import type { Map as Surface } from "maplibre-gl";
import { useEffect, useEffectEvent } from "react";
import type { Things } from "../map/CityMap.tsx";

type Props = { surface: Surface; things: Things; onTaken: (image: string | undefined) => void };

const dotsPerPixel = 2;

/** What WebGL drew is gone when the printer asks: a picture of it is kept, anew after every move and change. */
export function Snapshot({ surface, things, onTaken }: Props) {
  const taken = useEffectEvent((image: string | undefined) => onTaken(image));
  useEffect(() => {
    surface.setPixelRatio(dotsPerPixel);
  }, [surface]);
  useEffect(() => {
    let current = true;
    // Only within the event is the picture still there.
    const keep = () => {
      if (current) taken(surface.getCanvas().toDataURL("image/png"));
    };
    const take = () => {
      void surface.once("render", keep);
      surface.triggerRepaint();
    };
    const whenStill = () => {
      taken(undefined);
      void surface.once("idle", take);
      surface.triggerRepaint();
    };
    whenStill();
    const moves = surface.on("moveend", whenStill);
    return () => {
      current = false;
      moves.unsubscribe();
    };
  }, [surface, things]);
  return null;
}
