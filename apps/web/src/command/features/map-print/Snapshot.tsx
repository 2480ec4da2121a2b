import type { Map as Surface, MapSourceDataEvent } from "maplibre-gl";
import { useEffect, useEffectEvent } from "react";
import { isNamed } from "../map/use-surface.ts";

type Props = {
  surface: Surface;
  /** Whether everything that was asked for is here: earlier pictures would be thrown away. */
  settled: boolean;
  onTaken: (image: string | undefined) => void;
};

const dotsPerPixel = 2;

/**
 * What WebGL drew is gone when the printer asks: a picture of it is kept, anew after every move and change. Only the
 * picture is drawn with the dots of paper; a screen without a graphics card needs seconds for one.
 */
export function Snapshot({ surface, settled, onTaken }: Props) {
  const taken = useEffectEvent((image: string | undefined) => onTaken(image));
  useEffect(() => {
    taken(undefined);
    if (!settled) return undefined;
    let current = true;
    let waiting = false;
    let stale = false;
    let resizing = false;
    const setDots = (dots: number) => {
      resizing = true;
      surface.setPixelRatio(dots);
      resizing = false;
    };
    // Only within the event is the picture still there.
    const keep = () => {
      if (!current) return;
      if (!stale) taken(surface.getCanvas().toDataURL("image/png"));
      setDots(window.devicePixelRatio);
      waiting = false;
      if (stale) whenStill();
    };
    const enlarge = () => {
      if (!current) return;
      if (!isNamed(surface)) {
        // The style says when that changes.
        waiting = false;
        return;
      }
      stale = false;
      setDots(dotsPerPixel);
      void surface.once("idle", () => {
        void surface.once("render", keep);
        surface.triggerRepaint();
      });
    };
    const whenStill = () => {
      stale = true;
      if (waiting) return;
      waiting = true;
      taken(undefined);
      void surface.once("idle", enlarge);
      surface.triggerRepaint();
    };
    whenStill();
    const subscriptions = [
      surface.on("moveend", () => resizing || whenStill()),
      surface.on("styledata", whenStill),
      // Tiles are waited for anyway; new contents are another picture.
      surface.on("sourcedata", ({ sourceDataType }: MapSourceDataEvent) => {
        if (sourceDataType === "content") whenStill();
      }),
    ];
    return () => {
      current = false;
      for (const one of subscriptions) one.unsubscribe();
      if (surface.getPixelRatio() !== window.devicePixelRatio) setDots(window.devicePixelRatio);
    };
  }, [surface, settled]);
  return null;
}
