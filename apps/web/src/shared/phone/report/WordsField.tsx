import { useId } from "react";
import { DictatedArea } from "./DictatedArea.tsx";

type Props = {
  value: string;
  onChange: (text: string) => void;
  label: string;
  placeholder?: string;
  rows?: number;
  max?: number;
};

export function WordsField({ label, ...area }: Props) {
  const id = useId();
  return (
    <div className="phone-field">
      <label htmlFor={id}>{label}</label>
      <DictatedArea id={id} {...area} />
    </div>
  );
}
