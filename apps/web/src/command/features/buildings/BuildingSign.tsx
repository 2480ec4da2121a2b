import { Sign } from "../map/Sign.tsx";
import { colourOf, signOf } from "./building-layer.ts";
import type { Look } from "./building-rules.ts";
import "./buildings.css";

/** The colour of a house and the sign on it. */
export function BuildingSign({ look }: { look: Look }) {
  return (
    <>
      <span className="building-swatch" style={{ background: colourOf(look) }} aria-hidden />
      <LookSign look={look} />
    </>
  );
}

/** The sign alone; a house without devices has none. */
export function LookSign({ look }: { look: Look }) {
  const sign = signOf(look);
  return sign && <Sign kind={sign.kind} worst={sign.worst} />;
}
