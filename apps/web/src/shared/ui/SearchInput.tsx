import { Input } from "antd";
import { useEffect, useState } from "react";
import "./search-input.css";

type Props = {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  width?: number | string;
};
const settleMs = 250;

/** What is typed shows at once, also while an input method composes; `onChange` hears it shortly after. */
export function SearchInput({ value, onChange, label, placeholder = label, width = 220 }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), settleMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input
      className="search-input"
      type="search"
      allowClear
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => onChange(typed.trim())}
      style={{ width }}
    />
  );
}
