import { Input } from "antd";
import { createContext, createElement, use, type ComponentType } from "react";

type Props = { max: number; id?: string };

const TypedText = ({ max, ...given }: Props) => (
  <Input.TextArea {...given} autoSize={{ minRows: 3, maxRows: 12 }} maxLength={max} showCount />
);

/** What a form takes sentences with: a keyboard at a desk, the voice as well in the field. */
export const TextControlContext = createContext<ComponentType<Props>>(TypedText);

export function TextControl(props: Props) {
  return createElement(use(TextControlContext), props);
}
