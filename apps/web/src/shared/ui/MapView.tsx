import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import "./map.css";
import type { MapProps } from "./map-types.ts";
import { SvgMap } from "./SvgMap.tsx";

const MapLibreMap = lazy(async () => ({
  default: (await import("./MapLibreMap.tsx")).MapLibreMap,
}));

let webgl: boolean | undefined;
export function hasWebgl2(): boolean {
  webgl ??= document.createElement("canvas").getContext("webgl2") !== null;
  return webgl;
}

/** A small map of our own boundaries and points: no tiles, no network. Without WebGL2 a drawing and a table say the same. */
export function MapView(props: MapProps) {
  const height = props.height ?? 260;
  if (!hasWebgl2()) return <SvgMap {...props} height={height} />;
  return (
    <div className="map-view" style={{ height }}>
      <Suspense fallback={<Skeleton.Node active style={{ width: "100%", height }} />}>
        <MapLibreMap {...props} />
      </Suspense>
    </div>
  );
}
