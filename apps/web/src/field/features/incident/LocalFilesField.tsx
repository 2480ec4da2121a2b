import { createContext, use, useEffect, useRef } from "react";
import { useOwnedFiles } from "../../../shared/phone/queue/use-queue.ts";
import { dropFile } from "../../../shared/phone/capture/take-in.ts";
import { MediaField } from "../../../shared/phone/report/MediaField.tsx";
import { ownerOf, type LocalFile } from "./local-files.ts";

/** Key of the draft the files belong to. */
export const DraftKeyContext = createContext("");

type Props = {
  id?: string;
  label: string;
  value?: readonly LocalFile[];
  onChange?: (files: LocalFile[]) => void;
};

/** Keeps photos on this device at once; the form only names them. Clearing the form drops them. */
export function LocalFilesField({ id = "", label, value = [], onChange }: Props) {
  const owner = ownerOf(use(DraftKeyContext), id);
  const files = useOwnedFiles(owner);
  const named = value.map((file) => file.id).join();
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (!files) return;
    const kept = files.map((file) => file.id).join();
    if (kept === named) {
      told.current = kept;
      return;
    }
    if (named === "" && told.current === kept) {
      for (const file of files) void dropFile(file.id);
      return;
    }
    told.current = kept;
    onChange?.(files.map((file) => ({ id: file.id, type: file.type, name: file.name })));
  }, [files, named, onChange]);
  return <MediaField plain title={label} owner={owner} files={files ?? []} />;
}
