import { createContext, createElement, use, type ComponentType } from "react";
import { FilesField } from "../../ui/FilesField.tsx";

type Props = { label: string; id?: string };

/** What a form takes files with: uploads at once at a desk, keeps them on the device in the field. */
export const FilesControlContext = createContext<ComponentType<Props>>(FilesField);

export function FilesControl(props: Props) {
  return createElement(use(FilesControlContext), props);
}
