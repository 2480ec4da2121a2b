import { Sign } from "./Sign.tsx";

type Props<T extends string> = {
  kind: "incident" | "alarm" | "device";
  label: string;
  all: readonly T[];
  /** Absent: all of them. */
  chosen: readonly T[] | undefined;
  nameOf: (one: T) => string;
  onChange: (chosen: T[] | undefined) => void;
};

/** The legend of a layer that is its filter at the same time. */
export function ChoiceChips<T extends string>(props: Props<T>) {
  const { kind, label, all, chosen, nameOf, onChange } = props;
  const toggle = (one: T) => {
    const now = chosen ?? all;
    // The first click narrows to one; what is clicked off last brings all back.
    const next = !chosen
      ? [one]
      : now.includes(one)
        ? now.filter((other) => other !== one)
        : all.filter((other) => other === one || now.includes(other));
    onChange(next.length === 0 || next.length === all.length ? undefined : [...next]);
  };
  return (
    <fieldset className="map-chips">
      <legend className="visually-hidden">{label}</legend>
      {all.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={chosen?.includes(one) ?? true}
          onClick={() => toggle(one)}
        >
          <Sign kind={kind} worst={one} /> {nameOf(one)}
        </button>
      ))}
    </fieldset>
  );
}
